package arcly.itest.container;

import arcly.itest.Until;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;

/** One plug-in and the ways to replace it; each returns once the successor is active and the predecessor gone. */
public final class Replaceable {
    private static final long PATIENCE_SECONDS = 15;

    private final BundleContext context;
    private final Home home;
    private final String name;
    private final Path original;
    private int variant;

    /** @param original a build to make the others from */
    public Replaceable(BundleContext context, Home home, String name, Path original) {
        this.context = context;
        this.home = home;
        this.name = name;
        this.original = original;
    }

    public String name() {
        return name;
    }

    public Path original() {
        return original;
    }

    /** Number of the build that a replacement put in place last. */
    public int variant() {
        return variant;
    }

    /** The one bundle of that name that is active; null while there is none, or more than one. */
    public Bundle bundle() {
        List<Bundle> found = bundles();
        return found.size() == 1 && found.get(0).getState() == Bundle.ACTIVE ? found.get(0) : null;
    }

    public List<Bundle> bundles() {
        List<Bundle> found = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            if (name.equals(bundle.getSymbolicName())) {
                found.add(bundle);
            }
        }
        return found;
    }

    public Bundle awaitActive() throws Exception {
        Until.holds(() -> name + " is not active: " + bundles(), PATIENCE_SECONDS, () -> bundle() != null);
        return bundle();
    }

    /** A newer version, with other classes, moved over the file in plugins/. */
    public void takeOver() throws Exception {
        dropAndAwait(Jars.newer(original, ++variant));
    }

    /** The same version with other bytes, moved over the file in plugins/. */
    public void takeOverWithSameVersion() throws Exception {
        dropAndAwait(Jars.sameVersion(original, ++variant));
    }

    /** {@link Bundle#update} with other classes. */
    public void update() throws Exception {
        bundle().update(new ByteArrayInputStream(Jars.newer(original, ++variant)));
        awaitVariant();
    }

    public void stopAndStart() throws Exception {
        Bundle bundle = bundle();
        bundle.stop();
        bundle.start();
        awaitActive();
    }

    private void dropAndAwait(byte[] jar) throws Exception {
        drop(jar);
        awaitVariant();
    }

    private void awaitVariant() throws Exception {
        Until.holds(() -> name + " variant " + variant + " does not serve: " + describe(), PATIENCE_SECONDS, () -> serves(variant));
    }

    /** True if the one active bundle is the build of that number. */
    public boolean serves(int number) {
        Bundle serving = bundle(); // once: the older one may go between two looks
        return serving != null && Integer.toString(number).equals(serving.getHeaders().get(Jars.VARIANT));
    }

    private String describe() {
        return bundles().stream().map(bundle -> bundle + " in state " + bundle.getState() + " variant "
                + bundle.getHeaders().get(Jars.VARIANT)).toList().toString();
    }

    /** Puts a file into plugins/ as an operator should: written beside, moved over. */
    public void drop(byte[] jar) throws IOException {
        drop(name, jar);
    }

    /** The same for another plug-in's file. */
    public void drop(String plugin, byte[] jar) throws IOException {
        Path part = home.plugins().resolve(plugin + ".jar.part");
        Files.write(part, jar);
        Files.move(part, home.plugin(plugin), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
