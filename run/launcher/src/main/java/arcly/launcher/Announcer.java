package arcly.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.jar.Manifest;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/**
 * Says at the start what listens where. Asks the {@code arcly.api.protocol.Protocol} services, by name: it shares no classes with
 * them.
 */
final class Announcer {
    private static final String PROTOCOL = "arcly.api.protocol.Protocol";
    /** The capability of a bundle from which such a service is to be expected. */
    private static final String CAPABILITY = "arcly.protocol";
    /** A plug-in that needs longer than this is not waited for. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long LOOK_AGAIN_MILLIS = 20;
    /** An endpoint that listens, as its text begins. */
    private static final Pattern ADDRESS = Pattern.compile("\\w+://(?<host>\\[.*]|[^:]*):(?<port>\\d+)( \\(.*)?");
    /** Addresses behind which a browser on this machine finds the server as localhost. */
    private static final Set<String> HERE = Set.of("127.0.0.1", "[::1]", "0.0.0.0", "[::]", "localhost");

    private final BundleContext context;
    private final Home home;
    private final boolean demo;
    private final PrintStream out;

    Announcer(BundleContext context, Home home, boolean demo, PrintStream out) {
        this.context = context;
        this.home = home;
        this.demo = demo;
        this.out = out;
    }

    /** Waits for the plug-ins, then prints one line for each endpoint and one that it is ready. */
    void ready(Instant began) throws IOException, InterruptedException {
        Map<String, Boolean> plugins = plugins();
        long patience = System.nanoTime() + PATIENCE.toNanos();
        List<String> waiting = waitingFor(plugins);
        while (!waiting.isEmpty() && System.nanoTime() < patience && context.getBundle(0).getState() == Bundle.ACTIVE) {
            Thread.sleep(LOOK_AGAIN_MILLIS);
            waiting = waitingFor(plugins);
        }
        if (context.getBundle(0).getState() != Bundle.ACTIVE) {
            return; // somebody stops it already
        }
        Map<String, List<String>> protocols = protocols();
        protocols.forEach((name, endpoints) -> endpoints.forEach(
                endpoint -> out.println("  " + String.format("%-8s", name) + endpoint)));
        if (demo) {
            out.println("  demo    " + demoAddress(protocols));
        }
        waiting.forEach(name -> out.println("  plug-in " + name + " does not run; log/arcly.log says why"));
        Duration took = Duration.between(began, Instant.now());
        String seconds = String.format(Locale.ROOT, "%.1f s", took.toMillis() / 1e3);
        out.println("ready after " + seconds + "; stop with Ctrl-C or SIGTERM; log in " + home.log());
    }

    /** The page if there is somebody who serves it, otherwise what a player takes. */
    private String demoAddress(Map<String, List<String>> protocols) {
        for (String scheme : List.of("http", "rtmp")) {
            for (String endpoint : protocols.getOrDefault(scheme, List.of())) {
                Matcher address = ADDRESS.matcher(endpoint);
                if (address.matches()) {
                    String host = HERE.contains(address.group("host")) ? "localhost" : address.group("host");
                    return scheme + "://" + host + ":" + address.group("port") + (scheme.equals("http") ? "/live/demo/" : "/live/demo");
                }
            }
        }
        return "live/demo, which no plug-in serves";
    }

    /** Symbolic name of each jar in plugins/, and whether it promises to speak a protocol. */
    private Map<String, Boolean> plugins() throws IOException {
        Map<String, Boolean> plugins = new LinkedHashMap<>();
        for (Path jar : Home.jars(home.plugins())) {
            try (JarFile file = new JarFile(jar.toFile())) {
                Manifest manifest = file.getManifest();
                String name = manifest == null ? null : manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME);
                if (name != null) {
                    String capabilities = manifest.getMainAttributes().getValue(Constants.PROVIDE_CAPABILITY);
                    plugins.put(name.split(";")[0].trim(), capabilities != null && capabilities.contains(CAPABILITY));
                }
            } catch (IOException unreadable) {
                out.println("  plug-in " + jar.getFileName() + " cannot be read: " + unreadable.getMessage());
            }
        }
        return plugins;
    }

    private List<String> waitingFor(Map<String, Boolean> plugins) {
        List<String> waiting = new ArrayList<>();
        plugins.forEach((name, speaks) -> {
            if (!isActive(name) || (speaks && !isListening(name))) {
                waiting.add(name);
            }
        });
        return waiting;
    }

    private boolean isActive(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName()) && bundle.getState() == Bundle.ACTIVE) {
                return true;
            }
        }
        return false;
    }

    private boolean isListening(String symbolicName) {
        for (ServiceReference<?> reference : references()) {
            Bundle bundle = reference.getBundle();
            if (bundle != null && symbolicName.equals(bundle.getSymbolicName()) && !endpoints(reference).isEmpty()) {
                return true;
            }
        }
        return false;
    }

    private Map<String, List<String>> protocols() {
        Map<String, List<String>> protocols = new LinkedHashMap<>();
        for (ServiceReference<?> reference : references()) {
            Object name = ask(reference, "name");
            if (name != null) {
                protocols.computeIfAbsent(name.toString(), ignored -> new ArrayList<>()).addAll(endpoints(reference));
            }
        }
        return protocols;
    }

    private List<ServiceReference<?>> references() {
        try {
            ServiceReference<?>[] references = context.getAllServiceReferences(PROTOCOL, null);
            return references == null ? List.of() : List.of(references);
        } catch (InvalidSyntaxException never) {
            throw new IllegalStateException(never);
        }
    }

    private List<String> endpoints(ServiceReference<?> reference) {
        Object endpoints = ask(reference, "endpoints");
        return endpoints instanceof List<?> list ? list.stream().map(Announcer::line).toList() : List.of();
    }

    /** That it listens goes without saying; anything else does not. */
    private static String line(Object endpoint) {
        return endpoint.toString().replaceFirst(" LISTENING", "");
    }

    /** Null if the service has gone meanwhile. */
    private Object ask(ServiceReference<?> reference, String question) {
        Bundle bundle = reference.getBundle();
        Object protocol = bundle == null ? null : context.getService(reference);
        if (protocol == null) {
            return null;
        }
        try {
            return bundle.loadClass(PROTOCOL).getMethod(question).invoke(protocol);
        } catch (ReflectiveOperationException | IllegalStateException gone) {
            return null;
        } finally {
            context.ungetService(reference);
        }
    }
}
