package arcly.itest.container;

import static org.ops4j.pax.exam.CoreOptions.bundle;
import static org.ops4j.pax.exam.CoreOptions.cleanCaches;
import static org.ops4j.pax.exam.CoreOptions.frameworkProperty;
import static org.ops4j.pax.exam.CoreOptions.junitBundles;
import static org.ops4j.pax.exam.CoreOptions.systemProperty;
import static org.ops4j.pax.exam.CoreOptions.vmOption;

import arcly.itest.Ports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.jar.JarFile;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.options.UrlProvisionOption;
import org.osgi.framework.Constants;

/** Composes the container: Felix with the base of a copy of the distribution; arcly.deploy brings what lies in its plugins/. */
public final class Containers {
    /** System property in the container: the copy's folder. */
    public static final String HOME = "arcly.home";
    /** System property in the container: where RTMP listens. */
    public static final String RTMP_PORT = "itest.rtmp.port";
    /** System property in the container: where HTTP listens. */
    public static final String HTTP_PORT = "itest.http.port";
    /** System property in the container: where the fixture protocol listens. */
    public static final String LINE_PORT = "itest.line.port";
    /** System property in the container: the fixture protocol's jar. */
    public static final String FIXTURE = "itest.fixture";
    /** Seconds that parked connections wait for a successor: short, so that tests of the end need not wait long. */
    public static final int HANDOVER_SECONDS = 6;

    private static final int SETTLE_MILLIS = 200;
    /** Seconds that a plug-in has to come up. */
    private static final int ACTIVATE_SECONDS = 5;

    private Containers() {}

    /** arcly as shipped, with free ports, in target/NAME. */
    public static Option[] arcly(String name) throws IOException {
        // Off, because it keeps the classes of those who touched a buffer: most tests ask whether loaders can be collected.
        return arcly(name, "disabled");
    }

    /** The same with Netty telling of each buffer that was not released ({@link #leaks}); loaders cannot be collected then. */
    public static Option[] arclyWatchingBuffers(String name) throws IOException {
        return arcly(name, "paranoid");
    }

    /** Log lines that tell of buffers that were not released, of those that a collection has found now. */
    public static List<String> leaks(Home home) {
        System.gc();
        return home.logLines("LEAK");
    }

    private static Option[] arcly(String name, String leakDetection) throws IOException {
        Home home = Home.copy(name);
        int rtmp = Ports.free();
        int line = Ports.free();
        int http = Ports.free();
        home.configure("arcly.rtmp", Map.of("bind", "127.0.0.1", "port", rtmp));
        home.configure("arcly.itest.line", Map.of("port", line));
        home.configure("arcly.http", Map.of("bind", "127.0.0.1", "port", http));
        home.configure("arcly.transport", Map.of("handover.timeout", HANDOVER_SECONDS));
        home.configure("arcly.deploy", Map.of("settle", SETTLE_MILLIS, "poll", SETTLE_MILLIS,
                "activate.timeout", ACTIVATE_SECONDS));

        List<Option> options = new ArrayList<>();
        for (Path jar : home.bundles()) {
            UrlProvisionOption provision = bundle(jar.toUri().toString());
            options.add(isFragment(jar) ? provision.noStart() : provision);
        }
        framework(options, home);
        options.add(junitBundles());
        options.add(cleanCaches());
        options.add(systemProperty(HOME).value(home.root().toString()));
        options.add(systemProperty("arcly.etc").value(home.etc().toString()));
        options.add(systemProperty("arcly.log").value(home.log().toString()));
        options.add(systemProperty("arcly.plugins").value(home.plugins().toString()));
        options.add(systemProperty("arcly.log.console").value("WARN"));
        options.add(systemProperty(RTMP_PORT).value(Integer.toString(rtmp)));
        options.add(systemProperty(HTTP_PORT).value(Integer.toString(http)));
        options.add(systemProperty(LINE_PORT).value(Integer.toString(line)));
        options.add(systemProperty(FIXTURE).value(System.getProperty("fixture.jar", "")));
        options.add(systemProperty("io.netty.leakDetection.level").value(leakDetection));
        options.add(vmOption("-Xmx768m"));
        return options.toArray(new Option[0]);
    }

    /** What the launcher tells the framework. */
    private static void framework(List<Option> options, Home home) {
        options.add(frameworkProperty(Constants.FRAMEWORK_BSNVERSION).value(Constants.FRAMEWORK_BSNVERSION_MULTIPLE));
        options.add(frameworkProperty("felix.fileinstall.dir").value(home.etc().toString()));
        options.add(frameworkProperty("felix.fileinstall.filter").value("[^.].*\\.(cfg|config)"));
        options.add(frameworkProperty("felix.fileinstall.tmpdir").value(home.root().resolve("work").toString()));
        options.add(frameworkProperty("felix.fileinstall.poll").value("500"));
        options.add(frameworkProperty("felix.fileinstall.noInitialDelay").value("true"));
        options.add(frameworkProperty("felix.fileinstall.enableConfigSave").value("false"));
        options.add(frameworkProperty("felix.fileinstall.configEncoding").value("UTF-8"));
        options.add(frameworkProperty("felix.fileinstall.optionalImportRefreshScope").value("none"));
        options.add(frameworkProperty("felix.fileinstall.fragmentRefreshScope").value("none"));
        options.add(frameworkProperty("org.ops4j.pax.logging.property.file").value(home.etc().resolve("logback.xml").toString()));
        options.add(frameworkProperty("org.ops4j.pax.logging.eventAdminEnabled").value("false"));
        options.add(frameworkProperty("gosh.args").value("--nointeractive --noshutdown"));
    }

    private static boolean isFragment(Path jar) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            return file.getManifest().getMainAttributes().getValue(Constants.FRAGMENT_HOST) != null;
        }
    }
}
