package arcly.config;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a commented file for each configuration the bundles know. Defaults are shown, never set: they live in the code of the
 * bundles alone, and so does every word of these files.
 */
public final class ConfigTemplates {
    private static final int WIDTH = 110;

    private ConfigTemplates() {}

    /**
     * Leaves files alone in which something is set.
     *
     * @param instances {@code PID~NAME} of the factory instances to write; a factory without one gets no file
     */
    public static void write(Settings settings, Path folder, List<String> instances) throws IOException {
        Files.createDirectories(folder);
        for (Settings.Group group : settings.groups().values()) {
            if (!group.factory() && group.pid().startsWith("arcly.")) {
                write(group, folder.resolve(group.pid() + ".cfg"));
            }
        }
        for (String instance : instances) {
            Settings.Group group = settings.forFile(instance + ".cfg");
            if (group == null) {
                throw new IOException("no bundle has a configuration factory for " + instance);
            }
            write(group, folder.resolve(instance + ".cfg"));
        }
    }

    private static void write(Settings.Group group, Path file) throws IOException {
        if (Files.exists(file) && !CfgFile.read(file).lines().isEmpty()) {
            return; // somebody has set something here
        }
        StringBuilder text = new StringBuilder();
        comment(text, "# ", group.name());
        comment(text, "# ", group.description());
        text.append("#\n# Each key is shown with its default. To change one, take the # away and write your value.\n");
        text.append("# The file is read again as soon as it is saved; a value that is not allowed is refused.\n");
        if (group.factory()) {
            text.append("# A copy of this file called ").append(group.pid()).append("~NAME.cfg makes another, called NAME.\n");
        }
        for (Settings.Key key : group.keys().values()) {
            text.append('\n');
            String words = key.description().isEmpty() ? key.name() : key.description();
            comment(text, "# ", words);
            comment(text, "# ", allowed(key));
            text.append(("#" + key.id() + " = " + escaped(key.standard())).stripTrailing()).append('\n');
        }
        Files.writeString(file, text, StandardCharsets.UTF_8);
    }

    private static String allowed(Settings.Key key) {
        String allowed = key.allowed();
        if (key.cardinality() != 0) {
            return "List, separated by commas, each " + allowed + ".";
        }
        // That text is allowed goes without saying.
        return allowed.equals("text") ? "" : Character.toUpperCase(allowed.charAt(0)) + allowed.substring(1) + ".";
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static void comment(StringBuilder into, String lead, String text) {
        for (String line : wrapped(text)) {
            into.append(lead).append(line).append('\n');
        }
    }

    private static List<String> wrapped(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.strip().split("\\s+")) {
            if (line.length() > 0 && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.length() == 0 ? "" : " ").append(word);
        }
        if (line.length() > 0) {
            lines.add(line.toString());
        }
        return lines;
    }
}
