package arcly.launcher;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.startlevel.BundleStartLevel;
import org.osgi.framework.startlevel.FrameworkStartLevel;

/** The bundles that stay for the life of the process, and the order in which they start. */
final class Base {
    /** Logging first, so that nobody's first words are lost. */
    private static final int LOGGING = 1;
    /** What is asked for configuration, and what guards it. */
    private static final int CONFIGURATION = 2;
    /** File Install reads etc/ while it starts, before anything that is configured by it. */
    private static final int ETC = 3;
    private static final int ARCLY = 4;
    /** The plug-ins, which open the listeners: everything they need is there by now. */
    private static final int PLUGINS = 5;
    /** The framework starts up to here. */
    static final int SERVING = PLUGINS;
    /** The prompt comes after the start-up lines. */
    private static final int CONSOLE = 6;

    private final List<Bundle> bundles = new ArrayList<>();

    private Base() {}

    static Base install(Path folder, BundleContext framework) throws StartException {
        Base base = new Base();
        try {
            List<Bundle> installed = base.installAll(folder, "base:", framework);
            for (Bundle bundle : installed) {
                start(bundle, level(bundle.getSymbolicName()));
            }
        } catch (IOException | BundleException broken) {
            throw new StartException("the base in " + folder + " is broken: " + broken.getMessage(), broken);
        }
        return base;
    }

    /** Adds what {@code --demo} asks for; it starts with the plug-ins. */
    void installDemo(Path folder, BundleContext framework) throws StartException {
        try {
            for (Bundle bundle : installAll(folder, "demo:", framework)) {
                start(bundle, PLUGINS);
            }
        } catch (IOException | BundleException broken) {
            throw new StartException("the demo in " + folder + " is broken: " + broken.getMessage(), broken);
        }
    }

    private List<Bundle> installAll(Path folder, String kind, BundleContext framework)
            throws IOException, BundleException, StartException {
        List<Bundle> installed = new ArrayList<>();
        for (Path jar : Home.jars(folder)) {
            try (InputStream content = Files.newInputStream(jar)) {
                installed.add(framework.installBundle(kind + jar.getFileName(), content));
            }
        }
        if (installed.isEmpty()) {
            throw new StartException(folder + " holds no bundles; is this an arcly folder?");
        }
        bundles.addAll(installed);
        return installed;
    }

    private static void start(Bundle bundle, int level) throws BundleException {
        bundle.adapt(BundleStartLevel.class).setStartLevel(level);
        if (!isFragment(bundle)) {
            bundle.start(Bundle.START_ACTIVATION_POLICY);
        }
    }

    private static int level(String symbolicName) {
        if (symbolicName.startsWith("org.ops4j.pax.logging.")) {
            return LOGGING;
        }
        return switch (symbolicName) {
            case "org.apache.felix.configadmin", "org.apache.felix.eventadmin", "org.apache.felix.metatype" -> CONFIGURATION;
            case "arcly.config" -> CONFIGURATION;
            case "org.apache.felix.fileinstall" -> ETC;
            case "arcly.deploy" -> PLUGINS;
            case "org.apache.felix.gogo.shell" -> CONSOLE;
            default -> ARCLY;
        };
    }

    private static boolean isFragment(Bundle bundle) {
        return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
    }

    /** Lets the console begin, if there is one. */
    void openConsole(Bundle framework) {
        framework.adapt(FrameworkStartLevel.class).setStartLevel(CONSOLE);
    }

    /** Those that should run by now and do not. */
    List<Bundle> missing() {
        return bundles.stream()
                .filter(bundle -> bundle.adapt(BundleStartLevel.class).getStartLevel() <= SERVING)
                .filter(bundle -> bundle.getState() != (isFragment(bundle) ? Bundle.RESOLVED : Bundle.ACTIVE))
                .toList();
    }
}
