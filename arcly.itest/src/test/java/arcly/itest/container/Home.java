package arcly.itest.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A copy of the distribution that one test may change as it likes. */
public final class Home {
    /** System property: the distribution to copy; without it, the one that the reactor has built. */
    public static final String DISTRIBUTION = "arcly.distribution";

    private final Path root;

    private Home(Path root) {
        this.root = root;
    }

    /** A fresh copy in target/NAME. */
    public static Home copy(String name) throws IOException {
        Path reactor = Path.of(System.getProperty("arcly.root", "..")).toAbsolutePath().normalize();
        Path from = Path.of(System.getProperty(DISTRIBUTION, reactor.resolve("run/target/arcly").toString()));
        if (!Files.isDirectory(from.resolve("bundle"))) {
            throw new IOException("no distribution at " + from + "; build the reactor first");
        }
        Path to = Path.of("target", name).toAbsolutePath();
        delete(to);
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                String relative = from.relativize(file).toString();
                if (relative.startsWith("work/") || relative.startsWith("log/")) {
                    continue;
                }
                Path target = to.resolve(relative);
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target, StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
        return new Home(to);
    }

    public static Home at(Path root) {
        return new Home(root);
    }

    public Path root() {
        return root;
    }

    public Path plugins() {
        return root.resolve("plugins");
    }

    public Path plugin(String name) {
        return plugins().resolve(name + ".jar");
    }

    public Path etc() {
        return root.resolve("etc");
    }

    public Path log() {
        return root.resolve("log");
    }

    public List<Path> bundles() throws IOException {
        try (Stream<Path> jars = Files.list(root.resolve("bundle"))) {
            return jars.filter(jar -> jar.toString().endsWith(".jar")).sorted().toList();
        }
    }

    /** Sets keys of one configuration file, adding to what it holds. */
    public Home configure(String pid, Map<String, ?> keys) throws IOException {
        Path file = etc().resolve(pid + ".cfg");
        String kept = Files.exists(file)
                ? Files.readString(file).lines().filter(line -> keys.keySet().stream().noneMatch(key -> sets(line, key)))
                        .collect(Collectors.joining("\n")) + "\n"
                : "";
        String added = keys.entrySet().stream().map(entry -> entry.getKey() + " = " + entry.getValue() + "\n")
                .collect(Collectors.joining());
        Path part = etc().resolve("." + pid + ".part");
        Files.writeString(part, kept + added);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return this;
    }

    private static boolean sets(String line, String key) {
        return line.strip().startsWith(key + " ") || line.strip().startsWith(key + "=");
    }

    /** Every line of every log file so far. */
    public String logText() {
        try (Stream<Path> files = Files.exists(log()) ? Files.list(log()) : Stream.<Path>empty()) {
            StringBuilder text = new StringBuilder();
            for (Path file : files.filter(path -> path.toString().endsWith(".log")).sorted().toList()) {
                text.append(Files.readString(file));
            }
            return text.toString();
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** Log lines that hold the text. */
    public List<String> logLines(String text) {
        return logText().lines().filter(line -> line.contains(text)).toList();
    }

    private static void delete(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }
}
