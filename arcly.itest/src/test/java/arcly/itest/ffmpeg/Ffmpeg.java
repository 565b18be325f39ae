package arcly.itest.ffmpeg;

import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** FFmpeg 8 as Maven brings it: unpacked once into target/ffmpeg, run from there. */
public final class Ffmpeg {
    private static final String FOLDER = "org/bytedeco/ffmpeg/";
    private static final String DONE = "unpacked";

    private final Path home;

    private Ffmpeg(Path home) {
        this.home = home;
    }

    public static Ffmpeg unpacked() throws IOException {
        URL found = Stream.of("linux-x86_64-gpl", "linux-arm64-gpl", "macosx-x86_64-gpl", "macosx-arm64-gpl")
                .map(platform -> Ffmpeg.class.getResource("/" + FOLDER + platform + "/ffmpeg"))
                .filter(url -> url != null).findFirst()
                .orElseThrow(() -> new IOException("no FFmpeg on the class path for this platform"));
        JarURLConnection connection = (JarURLConnection) found.openConnection();
        String prefix = connection.getEntryName().substring(0, connection.getEntryName().lastIndexOf('/') + 1);
        Path jar = Path.of(connection.getJarFileURL().getPath());
        String version = jar.getFileName().toString().replace(".jar", "");
        Path home = Path.of("target", version).toAbsolutePath();
        if (!Files.exists(home.resolve(DONE))) {
            unpack(jar, prefix, home);
        }
        return new Ffmpeg(home);
    }

    private static void unpack(Path jar, String prefix, Path home) throws IOException {
        Files.createDirectories(home);
        try (JarFile file = new JarFile(jar.toFile())) {
            for (ZipEntry entry : file.stream()
                    .filter(each -> !each.isDirectory() && each.getName().startsWith(prefix)).toList()) {
                Path target = home.resolve(entry.getName().substring(prefix.length()));
                try (InputStream in = file.getInputStream(entry)) {
                    Files.copy(in, target, StandardCopyOption.REPLACE_EXISTING);
                }
                if (!target.toFile().setExecutable(true)) {
                    throw new IOException("cannot make " + target + " executable");
                }
            }
        }
        Files.createFile(home.resolve(DONE));
    }

    /** Starts ffmpeg with these arguments behind {@code -nostdin -hide_banner}. */
    public Tool start(Path folder, String name, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(home.resolve("ffmpeg").toString(), "-nostdin", "-hide_banner"));
        command.addAll(List.of(arguments));
        return Tool.start(folder, name, Map.of("LD_LIBRARY_PATH", home.toString()), command);
    }

    /** Runs ffprobe to its end, which must be good; what it has said. */
    public String probe(Path folder, String name, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.resolve("ffprobe").toString(), "-hide_banner", "-v", "error"));
        command.addAll(List.of(arguments));
        try (Tool tool = Tool.start(folder, name, Map.of("LD_LIBRARY_PATH", home.toString()), command)) {
            if (tool.await(20) != 0) {
                throw new AssertionError(name + " does not like it: " + tool.errors());
            }
            return tool.output();
        }
    }

    /** Runs it to its end, which must be good. */
    public Tool run(Path folder, String name, long seconds, String... arguments) throws Exception {
        try (Tool tool = start(folder, name, arguments)) {
            int exit = tool.await(seconds);
            if (exit != 0) {
                throw new AssertionError(name + " ended with " + exit + ": " + tool.errors());
            }
            return tool;
        }
    }

    /**
     * A source file: 640x360 at 25 frames a second and about 2 Mbit/s, a key frame every 2 s, with a tone beside. Made once.
     *
     * @param reordered B-frames between
     */
    public Path source(int seconds, int reordered) throws Exception {
        Path source = home.resolveSibling("source-" + seconds + "s-" + reordered + "b.flv");
        if (!Files.exists(source)) {
            Path part = source.resolveSibling(source.getFileName() + ".part");
            run(home.resolveSibling("source"), "source-" + reordered + "b", 120, "-y", "-v", "warning",
                    "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25", "-f", "lavfi", "-i",
                    "sine=frequency=440:sample_rate=44100",
                    "-t", Integer.toString(seconds), "-vf", "noise=alls=12:allf=t", "-pix_fmt", "yuv420p",
                    "-c:v", "libx264", "-preset", "veryfast", "-b:v", "2M", "-maxrate", "2M", "-bufsize", "2M",
                    "-g", "50", "-keyint_min", "50", "-sc_threshold", "0", "-bf", Integer.toString(reordered),
                    "-c:a", "aac", "-b:a", "128k", "-ac", "2", "-f", "flv", part.toString());
            Files.move(part, source, StandardCopyOption.ATOMIC_MOVE);
        }
        return source;
    }
}
