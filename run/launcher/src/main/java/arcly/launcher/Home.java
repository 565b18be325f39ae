package arcly.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The folders of one distribution.
 *
 * @param root holds {@code bundle}, {@code plugins} and {@code etc}; only read
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

    Path etc() {
        return root.resolve("etc");
    }

    /** The jars in {@code folder} by name; hidden files are nobody's. Empty if there is no such folder. */
    static List<Path> jars(Path folder) throws IOException {
        return files(folder, ".jar");
    }

    /** The visible files in {@code folder} whose name ends in {@code ending}, by name; empty if there is no such folder. */
    static List<Path> files(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> {
                        String name = file.getFileName().toString();
                        return name.endsWith(ending) && !name.startsWith(".");
                    })
                    .sorted()
                    .toList();
        }
    }
}
