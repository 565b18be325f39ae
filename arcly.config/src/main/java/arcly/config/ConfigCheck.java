package arcly.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Compares what stands in {@code etc/} with what the bundles allow.
 *
 * @param problems values that will be refused, and files that cannot be read
 * @param remarks what is probably a mistake, but stops nothing
 */
public record ConfigCheck(int files, int values, List<String> problems, List<String> remarks) {

    /** @param etc the folder; findings name its files as {@code etc/NAME} */
    public static ConfigCheck of(Path etc, Settings settings) throws IOException {
        List<String> problems = new ArrayList<>();
        List<String> remarks = new ArrayList<>();
        int values = 0;
        List<Path> files = files(etc, ".cfg");
        for (Path file : files) {
            String name = etc.getFileName() + "/" + file.getFileName();
            Settings.Group group = settings.forFile(file.getFileName().toString());
            if (group == null) {
                remarks.add(name + ": no bundle of this distribution reads this file");
                continue;
            }
            CfgFile cfg;
            try {
                cfg = CfgFile.read(file);
            } catch (IOException unreadable) {
                problems.add(name + ": cannot be read: " + unreadable.getMessage());
                continue;
            }
            for (CfgFile.Line line : cfg.lines()) {
                values++;
                check(name, line, group, problems, remarks);
            }
        }
        for (Path typed : files(etc, ".config")) {
            remarks.add(etc.getFileName() + "/" + typed.getFileName() + ": typed files are not checked here, only .cfg");
        }
        return new ConfigCheck(files.size(), values, List.copyOf(problems), List.copyOf(remarks));
    }

    private static List<Path> files(Path folder, String ending) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().endsWith(ending))
                    .filter(file -> !file.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        }
    }

    private static void check(
            String file, CfgFile.Line line, Settings.Group group, List<String> problems, List<String> remarks) {
        String where = file + ":" + line.number() + ": " + line.key();
        Settings.Key key = group.keys().get(line.key());
        if (key == null) {
            String known = String.join(", ", group.keys().keySet());
            remarks.add(where + " is not a key of " + group.pid() + " (known are " + known + ")");
        } else if (line.value().contains("${")) {
            remarks.add(where + " = " + key.shown(line.value()) + ": replaced at run time, not checked here");
        } else {
            String refusal = key.refusal(line.value());
            if (refusal != null) {
                problems.add(where + " = " + key.shown(line.value()) + ": " + refusal);
            }
        }
    }

    /** For people: a line for each finding, and one that sums up. */
    public String report() {
        StringBuilder text = new StringBuilder();
        problems.forEach(problem -> text.append("wrong   ").append(problem).append('\n'));
        remarks.forEach(remark -> text.append("remark  ").append(remark).append('\n'));
        text.append("etc: ").append(count(files, "file")).append(", ").append(count(values, "value")).append(" set, ");
        text.append(problems.isEmpty() ? "all allowed" : problems.size() + " wrong").append('\n');
        return text.toString();
    }

    private static String count(int number, String noun) {
        return number + " " + noun + (number == 1 ? "" : "s");
    }
}
