package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Constants;

/** Holds the built bundles against the picture of who may import whom, and their READMEs against what they can be told. */
class RoomsTest {
    private static final Path ROOT = Path.of(System.getProperty("arcly.root", "..")).toAbsolutePath().normalize();
    private static final Set<String> EXPORTERS = Set.of("arcly.api", "arcly.media", "arcly.transport");

    /** Packages of arcly that a room may import; a room that is not named here is a protocol's or a packager's. */
    private static final Map<String, Set<String>> PICTURE = Map.of(
            "arcly.api", Set.of(),
            "arcly.core", Set.of("arcly.api"),
            "arcly.media", Set.of("arcly.api"),
            "arcly.transport", Set.of("arcly.api"),
            "arcly.deploy", Set.of("arcly.api", "arcly.transport"), // it has what it removes say goodbye first
            "arcly.shell", Set.of("arcly.api", "arcly.transport"),
            "arcly.itest", Set.of("arcly.api", "arcly.transport"));
    private static final Set<String> PROTOCOL = Set.of("arcly.api", "arcly.media", "arcly.transport");

    /** Beginnings of other people's packages that a room may import; rooms that are not named here may import anything. */
    private static final Map<String, List<String>> FOREIGN = Map.of(
            "arcly.api", List.of("java."),
            "arcly.core", List.of("java.", "org.osgi.", "org.slf4j"),
            "arcly.media", List.of("java.", "javax.crypto", "io.netty.buffer", "io.netty.util")); // SRTP

    private static final List<String> HEADINGS =
            List.of("## What it understands", "## Try it", "## How it is built inside", "## When it is replaced");

    private static final Map<String, JarFile> JARS = new TreeMap<>();

    @BeforeAll
    static void findBundles() throws IOException {
        try (Stream<Path> rooms = Files.list(ROOT)) {
            for (Path room : rooms.filter(path -> Files.exists(path.resolve("bnd.bnd")) && !path.equals(ROOT)).toList()) {
                String name = room.getFileName().toString();
                if (!Files.isDirectory(room.resolve("target"))) {
                    continue; // not built: named below if it has to be
                }
                try (Stream<Path> built = Files.list(room.resolve("target"))) {
                    Path jar = built.filter(path -> isBundle(name, path)).findFirst().orElse(null);
                    if (jar != null) {
                        JARS.put(name, new JarFile(jar.toFile()));
                    }
                }
            }
        }
        assertThat(JARS).as("rooms with a built jar under " + ROOT + "; mvn verify builds them before this test")
                .containsKeys("arcly.api", "arcly.core", "arcly.media", "arcly.transport", "arcly.rtmp", "arcly.deploy");
    }

    @Test
    void nobodyImportsWhatThePictureDoesNotShow() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String room : JARS.keySet()) {
            Set<String> rooms = PICTURE.getOrDefault(room, PROTOCOL);
            for (String name : packages(room, Constants.IMPORT_PACKAGE).keySet()) {
                if (name.startsWith("arcly.")) {
                    if (!rooms.contains(roomOf(name)) && !roomOf(name).equals(room)) {
                        wrong.add(room + " imports " + name);
                    }
                } else if (FOREIGN.containsKey(room) && FOREIGN.get(room).stream().noneMatch(name::startsWith)) {
                    wrong.add(room + " imports " + name);
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void onlyApiMediaAndTransportExport() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String room : JARS.keySet()) {
            for (String name : packages(room, Constants.EXPORT_PACKAGE).keySet()) {
                if (!EXPORTERS.contains(room) || !roomOf(name).equals(room)) {
                    wrong.add(room + " exports " + name);
                }
            }
        }
        assertThat(wrong).isEmpty();
        for (String room : EXPORTERS) {
            assertThat(packages(room, Constants.EXPORT_PACKAGE)).as("exports of " + room).isNotEmpty();
        }
    }

    @Test
    void everyExportedPackageHasAVersion() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String room : EXPORTERS) {
            packages(room, Constants.EXPORT_PACKAGE).forEach((name, clause) -> {
                if (!clause.contains("version=") || clause.contains("version=\"0.0.0\"")) {
                    wrong.add(room + " exports " + name + " without a version: " + clause);
                }
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyImportOfArclyHasARange() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String room : JARS.keySet()) {
            packages(room, Constants.IMPORT_PACKAGE).forEach((name, clause) -> {
                if (name.startsWith("arcly.") && !clause.contains("version=")) {
                    wrong.add(room + " imports " + clause);
                }
            });
        }
        assertThat(wrong).as("an import without a version is of a package that its bundle does not export").isEmpty();
    }

    @Test
    void packageRootsEqualFolderNames() {
        List<String> wrong = new ArrayList<>();
        JARS.forEach((room, jar) -> jar.stream().map(ZipEntry::getName)
                .filter(entry -> entry.endsWith(".class") && !entry.startsWith(room.replace('.', '/') + '/'))
                .filter(entry -> !entry.startsWith("META-INF/"))
                .forEach(entry -> wrong.add(room + " holds " + entry)));
        assertThat(wrong).isEmpty();
    }

    @Test
    void nobodyHasAnImplPackage() {
        JARS.forEach((room, jar) -> assertThat(jar.stream().map(ZipEntry::getName))
                .as(room).noneMatch(entry -> entry.matches(".*/(impl|internal|util|common)/[^/]*\\.class")));
    }

    @Test
    void everyBundleHasAReadmeWithTheHeadings() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String room : JARS.keySet()) {
            String readme = readme(room);
            if (!readme.startsWith("# " + room)) {
                wrong.add(room + "/README.md does not begin with '# " + room + "'");
            }
            if (room.equals("arcly.itest")) {
                continue; // tests and a fixture: it is nobody's product
            }
            for (String heading : HEADINGS) {
                if (!readme.contains("\n" + heading)) {
                    wrong.add(room + "/README.md has no '" + heading + "'");
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyConfigurationKeyIsInTheTable() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (String room : JARS.keySet()) {
            String readme = readme(room);
            configuration(room).forEach((pid, keys) -> {
                if (!readme.contains("PID `" + pid + "`")) {
                    wrong.add(room + "/README.md has no heading with (PID `" + pid + "`)");
                }
                keys.stream().filter(key -> !readme.contains("| `" + key + "` |"))
                        .forEach(key -> wrong.add(room + "/README.md has no row | `" + key + "` | of " + pid));
            });
        }
        assertThat(wrong).isEmpty();
    }

    @Test
    void everyComponentWithAConfigurationHasMetatype() throws IOException {
        List<String> wrong = new ArrayList<>();
        Pattern pid = Pattern.compile("configuration-pid=\"([^\"]+)\"");
        for (String room : JARS.keySet()) {
            Set<String> known = configuration(room).keySet();
            for (String component : texts(room, "OSGI-INF/", ".xml")) {
                Matcher matcher = pid.matcher(component);
                if (matcher.find()) {
                    Stream.of(matcher.group(1).split(" ")).filter(name -> !known.contains(name))
                            .forEach(name -> wrong.add(room + " reads PID " + name + " and has no Metatype for it"));
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    private static boolean isBundle(String room, Path path) {
        String name = path.getFileName().toString();
        return name.matches(Pattern.quote(room) + "-[0-9][^/]*\\.jar")
                && !name.endsWith("-sources.jar") && !name.endsWith("-tests.jar") && !name.endsWith("-javadoc.jar");
    }

    /** {@code arcly.api} of {@code arcly.api.media}. */
    private static String roomOf(String name) {
        String[] parts = name.split("\\.");
        return parts[0] + '.' + parts[1];
    }

    /** The clauses of a header by package name. */
    private static Map<String, String> packages(String room, String header) throws IOException {
        Manifest manifest = JARS.get(room).getManifest();
        String value = manifest.getMainAttributes().getValue(header);
        Map<String, String> clauses = new TreeMap<>();
        if (value != null) {
            for (String clause : value.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)")) {
                clauses.put(clause.split(";")[0].trim(), clause);
            }
        }
        return clauses;
    }

    private static String readme(String room) throws IOException {
        Path readme = ROOT.resolve(room).resolve("README.md");
        return Files.exists(readme) ? Files.readString(readme) : "";
    }

    /** Keys by PID, as the Metatype documents in the jar say. */
    private static Map<String, Set<String>> configuration(String room) throws IOException {
        Map<String, Set<String>> keys = new HashMap<>();
        Pattern designate = Pattern.compile("<Designate[^>]* (?:factoryPid|pid)=\"([^\"]+)\"");
        Pattern attribute = Pattern.compile("<AD[^>]* id=\"([^\"]+)\"");
        for (String document : texts(room, "OSGI-INF/metatype/", ".xml")) {
            Matcher pids = designate.matcher(document);
            while (pids.find()) {
                Set<String> found = keys.computeIfAbsent(pids.group(1), pid -> new TreeSet<>());
                attribute.matcher(document).results().map(result -> result.group(1)).forEach(found::add);
            }
        }
        return keys;
    }

    private static List<String> texts(String room, String folder, String ending) throws IOException {
        JarFile jar = JARS.get(room);
        List<String> texts = new ArrayList<>();
        for (ZipEntry entry : jar.stream().filter(file -> file.getName().startsWith(folder) && file.getName().endsWith(ending))
                .toList()) {
            try (InputStream in = jar.getInputStream(entry)) {
                texts.add(new String(in.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return texts;
    }
}
