package arcly.core.packager;

import arcly.api.packager.PackagerSettings;
import arcly.api.stream.StreamKey;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Factory configurations of packagers, and which of them is in force for a stream. Any thread. */
final class SettingsBook {
    /** Which streams a configuration is for: {@code live/*}, {@code *}, {@code studio/a/cam}. */
    static final String APPLIES = "applies";

    private record Instance(String packager, Pattern pattern, int literals, PackagerSettings settings) { }

    private final Map<String, Instance> byPid = new TreeMap<>(); // in the order of names: among equals the first is taken

    /** @param values with the key {@code applies}; without it they are for every stream */
    synchronized void put(String pid, String packager, Map<String, ?> values) {
        Object given = values.get(APPLIES);
        String applies = given == null || given.toString().isBlank() ? "*" : given.toString().trim();
        Map<String, String> texts = new HashMap<>();
        values.forEach((key, value) -> {
            if (value != null && !key.equals(APPLIES) && !key.startsWith("service.") && !key.startsWith("felix.fileinstall.")) {
                texts.put(key, value.toString());
            }
        });
        StringBuilder pattern = new StringBuilder();
        for (String literal : applies.split("\\*", -1)) {
            pattern.append(pattern.length() == 0 ? "" : ".*").append(Pattern.quote(literal));
        }
        byPid.put(pid, new Instance(packager, Pattern.compile(pattern.toString()), applies.replace("*", "").length(),
                PackagerSettings.of(texts)));
    }

    synchronized void remove(String pid) {
        byPid.remove(pid);
    }

    /** Those whose pattern matches with the most literal characters; none if none matches. */
    synchronized PackagerSettings find(String packager, StreamKey stream) {
        Instance best = null;
        for (Instance each : byPid.values()) {
            if (each.packager.equals(packager) && (best == null || each.literals > best.literals)
                    && each.pattern.matcher(stream.toString()).matches()) {
                best = each;
            }
        }
        return best == null ? PackagerSettings.of(Map.of()) : best.settings;
    }
}
