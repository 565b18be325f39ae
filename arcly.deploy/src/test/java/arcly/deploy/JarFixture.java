package arcly.deploy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.Constants;

/** Makes jars in memory. */
final class JarFixture {
    private final Manifest manifest = new Manifest();
    private final Map<String, byte[]> entries = new LinkedHashMap<>();

    private JarFixture() {
        manifest.getMainAttributes().put(Attributes.Name.MANIFEST_VERSION, "1.0");
    }

    /** A jar with an empty manifest. */
    static JarFixture plain() {
        return new JarFixture();
    }

    static JarFixture bundle(String symbolicName, String version) {
        return new JarFixture()
                .header(Constants.BUNDLE_MANIFESTVERSION, "2")
                .header(Constants.BUNDLE_SYMBOLICNAME, symbolicName)
                .header(Constants.BUNDLE_VERSION, version)
                .header(Constants.IMPORT_PACKAGE, "org.osgi.framework");
    }

    JarFixture header(String name, String value) {
        manifest.getMainAttributes().putValue(name, value);
        return this;
    }

    JarFixture activator(Class<? extends BundleActivator> activator, Class<?>... more) {
        for (Class<?> one : more) {
            type(one);
        }
        return type(activator).header(Constants.BUNDLE_ACTIVATOR, activator.getName());
    }

    /** An immediate component of Declarative Services with the service {@code java.lang.Runnable}. */
    JarFixture component(String name, Class<?> implementation) {
        return type(implementation).header("Service-Component", "OSGI-INF/" + name + ".xml").text("OSGI-INF/" + name + ".xml", """
                <scr:component xmlns:scr="http://www.osgi.org/xmlns/scr/v1.3.0" name="%s" immediate="true">
                  <implementation class="%s"/>
                  <service><provide interface="java.lang.Runnable"/></service>
                </scr:component>
                """.formatted(name, implementation.getName()));
    }

    JarFixture type(Class<?> type) {
        String path = type.getName().replace('.', '/') + ".class";
        try (InputStream content = type.getClassLoader().getResourceAsStream(path)) {
            entries.put(path, content.readAllBytes());
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return this;
    }

    JarFixture text(String path, String content) {
        entries.put(path, content.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** The same bytes for the same content, whenever it is asked: an entry's time would tell two seconds from the next two. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JarOutputStream jar = new JarOutputStream(bytes)) {
            ByteArrayOutputStream head = new ByteArrayOutputStream();
            manifest.write(head);
            add(jar, JarFile.MANIFEST_NAME, head.toByteArray());
            for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
                add(jar, entry.getKey(), entry.getValue());
            }
        } catch (IOException broken) {
            throw new UncheckedIOException(broken);
        }
        return bytes.toByteArray();
    }

    private static void add(JarOutputStream jar, String name, byte[] content) throws IOException {
        JarEntry entry = new JarEntry(name);
        entry.setTimeLocal(LocalDateTime.of(2026, 1, 1, 0, 0));
        jar.putNextEntry(entry);
        jar.write(content);
        jar.closeEntry();
    }
}
