package arcly.launcher;

import arcly.config.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of one distribution.
 *
 * @param root holds {@code bundle}, {@code plugins}, {@code demo} and {@code etc}; only read
 * @param work for what the framework keeps while it runs; may be deleted when it does not
 * @param log for log files
 */
record Home(Path root, Path work, Path log) {

    static Home at(Path root, Path work, Path log) {
        Path real = root.toAbsolutePath().normalize();
        return new Home(
                real,
                work == null ? real.resolve("work") : work.toAbsolutePath().normalize(),
                log == null ? real.resolve("log") : log.toAbsolutePath().normalize());
    }

    /** What stays for the life of the process. */
    Path base() {
        return root.resolve("bundle");
    }

    /** What can be replaced while it runs; {@code arcly.deploy} watches it. */
    Path plugins() {
        return root.resolve("plugins");
    }

    /** What runs only if the command line asks for it. */
    Path demo() {
        return root.resolve("demo");
    }

    Path etc() {
        return root.resolve("etc");
    }

    /** What the bundles in the base and in the plug-in folder can be told. */
    Settings settings() throws IOException {
        List<Path> jars = new ArrayList<>(jars(base()));
        jars.addAll(jars(plugins()));
        return Settings.of(jars);
    }

    /** The jars in {@code folder} by name; hidden files are nobody's. Empty if there is no such folder. */
    static List<Path> jars(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(".jar"))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }
}
