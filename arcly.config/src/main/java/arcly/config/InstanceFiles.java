package arcly.config;

import java.io.File;
import java.io.IOException;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.felix.fileinstall.ArtifactInstaller;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Reads {@code PID~NAME.cfg}, one instance of a factory, as OSGi names it since Configuration Admin 1.6. File Install 3.7 finds such
 * files but knows {@code PID-NAME.cfg} only, and would make a single configuration of them. Called on File Install's thread.
 */
final class InstanceFiles implements ArtifactInstaller {
    private static final Pattern NAME = Pattern.compile("([^.~][^~]*)~([^~]+)\\.cfg");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([^{}]+)}");
    private static final String ENVIRONMENT = "env:";
    /** Whoever has the PID may have it, wherever the bundle came from. */
    private static final String ANY_LOCATION = "?";

    private final BundleContext context;
    private final UnaryOperator<String> variables;

    InstanceFiles(BundleContext context) {
        this.context = context;
        this.variables = name -> name.startsWith(ENVIRONMENT)
                ? System.getenv(name.substring(ENVIRONMENT.length()))
                : context.getProperty(name);
    }

    @Override
    public boolean canHandle(File file) {
        return isInstance(file.getName());
    }

    static boolean isInstance(String fileName) {
        return NAME.matcher(fileName).matches();
    }

    @Override
    public void install(File file) throws IOException {
        Matcher name = parse(file);
        admin().getFactoryConfiguration(name.group(1), name.group(2), ANY_LOCATION).updateIfDifferent(properties(file));
    }

    @Override
    public void update(File file) throws IOException {
        install(file);
    }

    @Override
    public void uninstall(File file) throws IOException, InvalidSyntaxException {
        Matcher name = parse(file);
        Configuration[] found = admin().listConfigurations("(service.pid=" + name.group(1) + "~" + name.group(2) + ")");
        if (found != null) {
            for (Configuration one : found) {
                one.delete();
            }
        }
    }

    private static Matcher parse(File file) {
        Matcher name = NAME.matcher(file.getName());
        if (!name.matches()) {
            throw new IllegalArgumentException(file.getName() + " is not PID~NAME.cfg");
        }
        return name;
    }

    /** What the file sets, and where it lies, as File Install leaves it in the configurations it makes. */
    private Dictionary<String, Object> properties(File file) throws IOException {
        Dictionary<String, Object> properties = new Hashtable<>();
        for (CfgFile.Line line : CfgFile.read(file.toPath()).lines()) {
            properties.put(line.key(), substituted(line.value(), variables));
        }
        properties.put(ConfigGuard.FILE, file.toURI().toString());
        return properties;
    }

    /** {@code ${NAME}} by the framework or system property, {@code ${env:NAME}} by the environment; what nobody knows is left. */
    static String substituted(String value, UnaryOperator<String> variables) {
        return VARIABLE.matcher(value).replaceAll(variable -> {
            String known = variables.apply(variable.group(1));
            return Matcher.quoteReplacement(known == null ? variable.group() : known);
        });
    }

    private ConfigurationAdmin admin() throws IOException {
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = reference == null ? null : context.getService(reference);
        if (admin == null) {
            throw new IOException("no Configuration Admin yet"); // File Install tries again
        }
        return admin;
    }
}
