package arcly.config;

import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * A {@code .cfg} file: {@code key = value} lines in UTF-8, {@code #} comments, a backslash at the end continues a line.
 *
 * @param lines the settings in the order of the file
 */
public record CfgFile(Path path, List<Line> lines) {

    /** @param number of the first line of this setting, from 1 */
    public record Line(int number, String key, String value) {}

    public static CfgFile read(Path path) throws IOException {
        List<Line> lines = new ArrayList<>();
        StringBuilder logical = new StringBuilder();
        int number = 0;
        int first = 1;
        for (String physical : Files.readAllLines(path, StandardCharsets.UTF_8)) {
            number++;
            if (logical.length() == 0) {
                first = number;
            }
            logical.append(physical);
            if (!isComment(logical) && endsInOddBackslashes(physical)) {
                logical.append('\n');
                continue;
            }
            add(first, logical.toString(), lines);
            logical.setLength(0);
        }
        add(first, logical.toString(), lines);
        return new CfgFile(path, List.copyOf(lines));
    }

    private static boolean isComment(CharSequence line) {
        String text = line.toString().stripLeading();
        return text.startsWith("#") || text.startsWith("!");
    }

    private static boolean endsInOddBackslashes(String line) {
        int backslashes = 0;
        while (backslashes < line.length() && line.charAt(line.length() - 1 - backslashes) == '\\') {
            backslashes++;
        }
        return backslashes % 2 == 1;
    }

    private static void add(int number, String logical, List<Line> lines) throws IOException {
        Properties one = new Properties();
        try {
            one.load(new StringReader(logical));
        } catch (IllegalArgumentException malformed) {
            throw new IOException("line " + number + ": " + malformed.getMessage(), malformed);
        }
        for (String key : one.stringPropertyNames()) {
            lines.add(new Line(number, key, one.getProperty(key).strip()));
        }
    }
}
