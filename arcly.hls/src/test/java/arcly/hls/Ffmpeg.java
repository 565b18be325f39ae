package arcly.hls;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** The executables of FFmpeg 8 as Maven brings them: unpacked into target/, run from there. */
public final class Ffmpeg {
    private static final String FOLDER = "/org/bytedeco/ffmpeg/";
    private static final long PATIENCE_SECONDS = 60;
    private static Path home;

    private Ffmpeg() {
    }

    /** One packet as ffprobe tells of it. Times are ticks of the container. */
    public record Packet(int stream, long pts, long dts, int size, boolean key, String hash) {
    }

    /** What a run said. */
    public record Output(String out, String errors) {
    }

    /** Runs {@code ffmpeg} or {@code ffprobe} to its end, which must be good. */
    public static Output run(String tool, String... arguments) throws IOException, InterruptedException {
        Path folder = home();
        Path out = Files.createTempFile(folder, tool, ".out");
        Path errors = Files.createTempFile(folder, tool, ".err");
        List<String> command = new ArrayList<>(List.of(folder.resolve(tool).toString(), "-hide_banner"));
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(errors.toFile());
        builder.environment().putAll(Map.of("LD_LIBRARY_PATH", folder.toString()));
        Process process = builder.start();
        process.getOutputStream().close();
        boolean ended = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (!ended) {
            process.destroyForcibly().waitFor();
        }
        Output output = new Output(read(out), read(errors));
        if (!ended || process.exitValue() != 0) {
            throw new AssertionError(command + (ended ? " ended with " + process.exitValue() : " was too slow") + ": "
                    + output.errors());
        }
        return output;
    }

    /** All packets in the file, in its order. ffprobe must have nothing to warn of. */
    public static List<Packet> packets(Path file, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("-v", "warning"));
        arguments.addAll(Arrays.asList(options));
        arguments.addAll(List.of("-show_data_hash", "md5", "-of", "compact=p=0", "-show_entries",
                "packet=stream_index,pts,dts,size,flags,data_hash", file.toString()));
        Output output = run("ffprobe", arguments.toArray(String[]::new));
        if (!output.errors().isEmpty()) {
            throw new AssertionError("ffprobe of " + file + ": " + output.errors());
        }
        return output.out().lines().filter(line -> line.startsWith("stream_index=")).map(Ffmpeg::packet).toList();
    }

    private static Packet packet(String line) {
        Map<String, String> fields = new HashMap<>();
        for (String field : line.split("\\|")) {
            fields.put(field.substring(0, field.indexOf('=')), field.substring(field.indexOf('=') + 1));
        }
        return new Packet(Integer.parseInt(fields.get("stream_index")), Long.parseLong(fields.get("pts")),
                Long.parseLong(fields.get("dts")), Integer.parseInt(fields.get("size")), fields.get("flags").startsWith("K"),
                fields.get("data_hash"));
    }

    private static String read(Path file) throws IOException {
        String text = Files.readString(file, StandardCharsets.UTF_8);
        Files.delete(file);
        return text;
    }

    private static synchronized Path home() throws IOException {
        if (home == null) {
            URL found = Stream.of("linux-x86_64", "linux-arm64", "macosx-x86_64", "macosx-arm64")
                    .map(platform -> Ffmpeg.class.getResource(FOLDER + platform + "-gpl/ffmpeg"))
                    .filter(url -> url != null).findFirst()
                    .orElseThrow(() -> new IOException("no FFmpeg on the class path for this platform"));
            JarURLConnection connection = (JarURLConnection) found.openConnection();
            String prefix = connection.getEntryName().substring(0, connection.getEntryName().lastIndexOf('/') + 1);
            Path jar = Path.of(connection.getJarFileURL().getPath());
            home = unpacked(jar, prefix, Path.of("target", jar.getFileName().toString().replace(".jar", "")).toAbsolutePath());
        }
        return home;
    }

    private static Path unpacked(Path jar, String prefix, Path folder) throws IOException {
        Path done = folder.resolve("unpacked");
        if (Files.exists(done)) {
            return folder;
        }
        Files.createDirectories(folder);
        try (JarFile file = new JarFile(jar.toFile())) {
            List<? extends ZipEntry> entries =
                    file.stream().filter(each -> !each.isDirectory() && each.getName().startsWith(prefix)).toList();
            for (ZipEntry entry : entries) {
                Path target = folder.resolve(entry.getName().substring(prefix.length()));
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!target.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + target + " executable");
                }
            }
        }
        Files.createFile(done);
        return folder;
    }
}
