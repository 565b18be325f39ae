package arcly.config;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;

/** A jar with a Metatype document, as bnd writes them. */
final class Bundles {
    static final String METATYPE =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <metatype:MetaData xmlns:metatype="http://www.osgi.org/xmlns/metatype/v1.4.0">
              <OCD id="server" name="Test server" description="Serves tests.">
                <AD id="port" type="Integer" required="true" name="Port" description="TCP port (this listener)" default="1935"
                    min="0" max="65535"/>
                <AD id="bind" type="String" cardinality="2147483647" required="true" name="Bind" default="127.0.0.1,::1"/>
                <AD id="ratio" type="Double" required="true" name="Ratio" default="0.5" min="0" max="1"/>
                <AD id="strict" type="Boolean" required="true" name="Strict" default="true"/>
                <AD id="mode" type="String" required="true" name="Mode" default="fast">
                  <Option label="Fast" value="fast"/>
                  <Option label="Slow" value="slow"/>
                </AD>
                <AD id="bytes" type="Long" required="true" name="Bytes" default="1024" min="1"/>
              </OCD>
              <OCD id="room" name="Test room">
                <AD id="name.length" type="String" required="false" name="Name" default="" max="3"/>
                <AD id="secret" type="Password" required="false" name="Secret" default="" min="4"/>
              </OCD>
              <Designate pid="arcly.server"><Object ocdref="server"/></Designate>
              <Designate factoryPid="arcly.room"><Object ocdref="room"/></Designate>
            </metatype:MetaData>
            """;

    private Bundles() {}

    /** One bundle in {@code folder} that has the PID arcly.server and, as a factory, arcly.room. */
    static Settings settings(Path folder) throws IOException {
        Path server = folder.resolve("server.jar");
        try (OutputStream file = Files.newOutputStream(server);
                JarOutputStream jar = new JarOutputStream(file)) {
            jar.putNextEntry(new JarEntry("OSGI-INF/metatype/server.xml"));
            jar.write(METATYPE.getBytes(StandardCharsets.UTF_8));
        }
        return Settings.of(List.of(server));
    }
}
