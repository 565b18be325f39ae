package arcly.itest.container;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import java.util.zip.ZipOutputStream;

/** Other builds of a bundle, and broken ones, made from a good one without a compiler. */
public final class Jars {
    /** Manifest header that numbers the variants, so that a test sees which one runs. */
    public static final String VARIANT = "Itest-Variant";

    private static final String MANIFEST = "META-INF/MANIFEST.MF";

    private Jars() {}

    /** The next build: every class has other bytes, the version is larger. */
    public static byte[] newer(Path jar, int number) throws IOException {
        return rewrite(Files.readAllBytes(jar), number, Map.of("Bundle-Version", "0.9.0.v" + (1_000_000 + number)), true);
    }

    /** The same version and symbolic name, every class with other bytes. */
    public static byte[] sameVersion(Path jar, int number) throws IOException {
        return rewrite(Files.readAllBytes(jar), number, Map.of(), true);
    }

    /** The same classes, with other manifest headers. */
    public static byte[] withHeaders(Path jar, int number, Map<String, String> headers) throws IOException {
        return rewrite(Files.readAllBytes(jar), number, headers, false);
    }

    /** Another version in whose classes a text constant is replaced by one of the same length. */
    public static byte[] withConstant(Path jar, int number, String text, String by) throws IOException {
        if (text.length() != by.length()) {
            throw new IllegalArgumentException(text + " and " + by + " differ in length");
        }
        Map<String, byte[]> entries = unzip(newer(jar, number));
        entries.replaceAll((name, bytes) -> name.endsWith(".class")
                ? new String(bytes, StandardCharsets.ISO_8859_1).replace(text, by).getBytes(StandardCharsets.ISO_8859_1) : bytes);
        return zip(entries);
    }

    /** Another version with one text in its component descriptions replaced. */
    public static byte[] withComponents(Path jar, int number, String version, String text, String by) throws IOException {
        Map<String, byte[]> entries = unzip(withHeaders(jar, number, Map.of("Bundle-Version", version)));
        entries.replaceAll((name, bytes) -> name.startsWith("OSGI-INF/") && name.endsWith(".xml")
                ? new String(bytes, StandardCharsets.UTF_8).replace(text, by).getBytes(StandardCharsets.UTF_8) : bytes);
        return zip(entries);
    }

    /** The first half of the file. */
    public static byte[] truncated(byte[] jar) {
        return Arrays.copyOf(jar, jar.length / 2);
    }

    /** A bundle with nothing in it but its manifest. */
    public static byte[] bare(Map<String, String> headers, String... emptyEntries) throws IOException {
        Manifest manifest = new Manifest();
        Attributes main = manifest.getMainAttributes();
        main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        main.putValue("Bundle-ManifestVersion", "2");
        headers.forEach(main::putValue);
        Map<String, byte[]> entries = new LinkedHashMap<>();
        entries.put(MANIFEST, bytes(manifest));
        for (String entry : emptyEntries) {
            entries.put(entry, new byte[0]);
        }
        return zip(entries);
    }

    private static byte[] rewrite(byte[] jar, int number, Map<String, String> headers, boolean classes) throws IOException {
        Map<String, byte[]> entries = unzip(jar);
        Manifest manifest = new Manifest(new ByteArrayInputStream(entries.get(MANIFEST)));
        manifest.getMainAttributes().putValue(VARIANT, Integer.toString(number));
        headers.forEach(manifest.getMainAttributes()::putValue);
        Map<String, byte[]> changed = new LinkedHashMap<>();
        changed.put(MANIFEST, bytes(manifest));
        for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
            boolean isClass = classes && entry.getKey().endsWith(".class");
            changed.putIfAbsent(entry.getKey(), isClass ? otherBytes(entry.getValue(), number) : entry.getValue());
        }
        return zip(changed);
    }

    /** The class with one more string in its constant pool (JVMS 4.4), which nothing refers to. */
    private static byte[] otherBytes(byte[] classFile, int number) throws IOException {
        DataInputStream in = new DataInputStream(new ByteArrayInputStream(classFile));
        in.readInt();
        in.readInt();
        int count = in.readUnsignedShort();
        for (int i = 1; i < count; i++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> in.skipBytes(in.readUnsignedShort());
                case 7, 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipBytes(4);
                case 5, 6 -> {
                    in.skipBytes(8);
                    i++; // a long or double takes two indices
                }
                default -> throw new IOException("constant pool tag " + tag);
            }
        }
        int end = classFile.length - in.available();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(classFile.length + 32);
        DataOutputStream out = new DataOutputStream(bytes);
        out.write(classFile, 0, 8);
        out.writeShort(count + 1);
        out.write(classFile, 10, end - 10);
        out.writeByte(1);
        out.writeUTF("itest variant " + number);
        out.write(classFile, end, classFile.length - end);
        return bytes.toByteArray();
    }

    private static Map<String, byte[]> unzip(byte[] jar) throws IOException {
        Map<String, byte[]> entries = new LinkedHashMap<>();
        try (ZipInputStream in = new ZipInputStream(new ByteArrayInputStream(jar))) {
            ZipEntry entry;
            while ((entry = in.getNextEntry()) != null) {
                if (!entry.isDirectory()) {
                    entries.put(entry.getName(), in.readAllBytes());
                }
            }
        }
        return entries;
    }

    private static byte[] zip(Map<String, byte[]> entries) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes, StandardCharsets.UTF_8)) {
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                out.putNextEntry(new ZipEntry(entry.getKey()));
                out.write(entry.getValue());
                out.closeEntry();
            }
        }
        return bytes.toByteArray();
    }

    private static byte[] bytes(Manifest manifest) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        manifest.write(bytes);
        return bytes.toByteArray();
    }
}
