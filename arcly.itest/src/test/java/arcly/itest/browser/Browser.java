package arcly.itest.browser;

import arcly.itest.ffmpeg.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Chromium with a player page open, as {@code browser/watch.mjs} drives it; where it is not installed, tests are skipped. */
public final class Browser implements AutoCloseable {
    /** System property: the browser's executable. */
    public static final String EXECUTABLE = "arcly.chromium";

    private static final Path FOLDER = Path.of("browser").toAbsolutePath();
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final Pattern FRAMES = Pattern.compile("\\{\"text\":.*");

    private final Tool node;

    private Browser(Tool node) {
        this.node = node;
    }

    /** What is missing, in a sentence for people; empty if nothing is. */
    public static String missing() {
        if (executable().isEmpty()) {
            return "no Chromium in PATH; -D" + EXECUTABLE + " may name one";
        }
        if (inPath("node").isEmpty()) {
            return "no Node.js in PATH";
        }
        return Files.isDirectory(FOLDER.resolve("node_modules/playwright-core")) ? ""
                : "no playwright-core; `npm ci` in arcly.itest/browser brings it";
    }

    /** Opens a page; it is closed after so many seconds at the latest. Screenshots go to {@code folder}, named {@code name-*.png}. */
    public static Browser open(String address, Path folder, String name, int seconds) throws IOException {
        Files.createDirectories(folder);
        return new Browser(Tool.start(folder, name, Map.of(), List.of(inPath("node").orElseThrow().toString(),
                FOLDER.resolve("watch.mjs").toString(), executable().orElseThrow().toString(), address, Integer.toString(seconds),
                folder.toString(), name)));
    }

    private static Optional<Path> executable() {
        String named = System.getProperty(EXECUTABLE);
        return named != null ? Optional.of(Path.of(named)) : NAMES.stream().map(Browser::inPath).flatMap(Optional::stream).findFirst();
    }

    private static Optional<Path> inPath(String program) {
        return Stream.of(System.getenv("PATH").split(":")).map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable).findFirst();
    }

    /** How it plays now; everything 0 before the page is open. */
    public Playing now() throws IOException {
        List<String> lines = node.output().lines().filter(line -> FRAMES.matcher(line).matches() && line.endsWith("}")).toList();
        if (lines.isEmpty() && !node.isRunning()) {
            throw new AssertionError("the browser has ended: " + node.errors());
        }
        return new Playing(lines.isEmpty() ? "" : lines.get(lines.size() - 1));
    }

    /** What went wrong in the page or on its way: errors of scripts, requests that failed, requests to other hosts. */
    public List<String> complaints() throws IOException {
        return node.output().lines().filter(line -> !FRAMES.matcher(line).matches()).toList();
    }

    /** Takes the last screenshot and ends. */
    public void end() throws Exception {
        node.terminate();
        if (node.await(30) != 0) {
            throw new AssertionError("the browser ended badly: " + node.errors());
        }
    }

    @Override
    public void close() {
        node.close();
    }

    /** One line of what {@code watch.mjs} tells. */
    public record Playing(String line) {

        /** Seconds that were played, without jumps. */
        public double played() {
            return number("played");
        }

        /** Pictures decoded since the page was opened. */
        public long frames() {
            return (long) number("frames");
        }

        public long audioBytes() {
            return (long) number("audioBytes");
        }

        /** The longest time that the picture stood still since it moved first. */
        public long stillMillis() {
            return (long) number("stillMillis");
        }

        /** The longest time that the page itself was not run: what it stood still then says more about the machine. */
        public long hangMillis() {
            return (long) number("hangMillis");
        }

        /** Pixels. */
        public int width() {
            return (int) number("width");
        }

        /** What can be read on the page. */
        public String text() {
            return line;
        }

        private double number(String key) {
            Matcher matcher = Pattern.compile("\"" + key + "\":([0-9.e+-]+)").matcher(line);
            return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
        }
    }
}
