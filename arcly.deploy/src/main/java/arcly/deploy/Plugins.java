package arcly.deploy;

import arcly.api.protocol.Protocol;
import arcly.api.stream.CloseReason;
import arcly.deploy.Connections.Mark;
import arcly.deploy.Connections.Moved;
import arcly.deploy.PluginFolder.Look;
import arcly.deploy.Refusal.Cure;
import arcly.transport.DrainScope;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps what runs equal to what lies in the folder: installs, replaces, removes, and rolls back. Used by one thread, but for
 * {@link #list}.
 */
final class Plugins {
    /** Of a file that {@code arcly:remove} has put aside. */
    static final String ASIDE = ".removed";

    private static final Logger LOG = LoggerFactory.getLogger(Plugins.class);
    /** A jar that is not whole is not complained about before it has not grown for so long: a copy over a network may stall. */
    private static final Duration STALL = Duration.ofSeconds(2);

    private final BundleContext context;
    private final PluginFolder folder;
    private final BundleSteps steps;
    private final Connections connections;
    private final Components components;
    private final Supplier<Timing> timing;
    private final LongSupplier nanoTime;
    private final Map<String, Plugin> plugins = new ConcurrentSkipListMap<>();
    private boolean changed;
    private boolean folderLost;

    /** @param timing read anew for each step: it may change at any time */
    Plugins(BundleContext context, PluginFolder folder, Connections connections, Components components, Supplier<Timing> timing,
            LongSupplier nanoTime) {
        this.context = context;
        this.folder = folder;
        this.steps = new BundleSteps(context);
        this.connections = connections;
        this.components = components;
        this.timing = timing;
        this.nanoTime = nanoTime;
    }

    /** A snapshot by file name. Any thread. */
    Collection<Plugin> list() {
        return List.copyOf(plugins.values());
    }

    /** Finds again what a former life of this bundle has installed, and drops what it left half done. */
    void begin() throws InterruptedException {
        for (Bundle bundle : context.getBundles()) {
            if (BundleSteps.isPlugin(bundle)) {
                String location = bundle.getLocation();
                int hash = location.lastIndexOf('#');
                String file = location.substring(BundleSteps.LOCATION.length(), hash);
                Plugin former = plugins.get(file);
                if (former != null) {
                    steps.retire(bundle, timing.get().stop()); // the newer of two: its predecessor had not gone yet
                } else {
                    plugins.put(file, Plugin.running(file, location.substring(hash + 1), bundle, 0));
                }
            }
        }
    }

    /**
     * Looks at the folder and does what is to be done.
     *
     * @return true if something there is on its way, so that the next look should be soon
     */
    boolean look() throws InterruptedException {
        Look look;
        try {
            look = folder.look(timing.get().settle());
        } catch (IOException lost) {
            if (!folderLost) {
                LOG.warn("{} cannot be read; what runs goes on: {}", folder.path(), Causes.text(lost));
            }
            folderLost = true;
            return false;
        }
        folderLost = false;
        changed = false;
        for (String file : look.rested()) {
            judge(file);
        }
        for (String file : look.gone()) {
            fileGone(file);
        }
        if (changed) {
            retryThoseAlone();
        }
        return look.restless() || changed;
    }

    private void judge(String file) throws InterruptedException {
        String hash = null;
        try {
            PluginJar jar = PluginJar.read(folder.path().resolve(file));
            hash = jar.hash();
            if (isKnown(jar)) {
                folder.judged(file);
                return;
            }
            deploy(jar);
            folder.judged(file);
            changed = true;
        } catch (IOException unreadable) {
            refuse(file, null, new Refusal(Cure.REST, "it cannot be read: " + Causes.text(unreadable)));
        } catch (Refusal refusal) {
            refuse(file, hash, refusal);
        }
    }

    /** Runs already, or was refused and only seems to have changed. */
    private boolean isKnown(PluginJar jar) throws Refusal, InterruptedException {
        Plugin plugin = plugins.get(jar.file());
        if (plugin == null) {
            return false;
        }
        if (jar.hash().equals(plugin.refusedHash()) && folder.looksAsJudged(jar.file())) {
            return true;
        }
        if (!plugin.isInstalled() || !jar.hash().equals(plugin.hash())) {
            return false;
        }
        if (!plugin.problem().isEmpty()) {
            LOG.info("{} is again the jar that runs: {}", jar.file(), BundleSteps.name(plugin.bundle()));
            plugins.put(jar.file(), plugin.withoutProblem());
        }
        return true;
    }

    private void refuse(String file, String hash, Refusal refusal) {
        Timing now = timing.get();
        if (refusal.cure() == Cure.REST && folder.restingFor(file).compareTo(now.settle().plus(STALL)) < 0) {
            return; // looked at again: the rest may be on its way
        }
        boolean anotherTry = !folder.looksAsJudged(file); // somebody has put it there again and wants to know
        folder.judged(file);
        boolean alone = refusal.cure() == Cure.COMPANY;
        Plugin plugin = plugins.get(file);
        boolean news = plugin == null || anotherTry || !plugin.problem().equals(refusal.getMessage());
        plugins.put(file, plugin == null || !plugin.isInstalled()
                ? Plugin.refused(file, hash, refusal.getMessage(), alone)
                : plugin.withProblem(hash, refusal.getMessage(), alone));
        if (news) {
            LOG.warn("{} is refused: {}. {}", file, refusal.getMessage(), plugin == null || !plugin.isInstalled()
                    ? "Nothing runs from it" : BundleSteps.name(plugin.bundle()) + " serves on");
        }
    }

    private void deploy(PluginJar jar) throws Refusal, InterruptedException {
        Plugin former = former(jar);
        if (former != null && former.hash().equals(jar.hash())) {
            LOG.info("{} was renamed to {}", former.file(), jar.file());
            plugins.remove(former.file());
            plugins.put(jar.file(), former.named(jar.file()));
            return;
        }
        checkName(jar, former);
        long began = nanoTime.getAsLong();
        Mark mark = connections.mark(jar.symbolicName());
        Bundle bundle = bringUp(jar, former);
        if (former == null) {
            plugins.put(jar.file(), Plugin.running(jar.file(), jar.hash(), bundle, 0));
            LOG.info("{} is installed: {}, up after {} ms", jar.file(), BundleSteps.name(bundle), millisSince(began));
            return;
        }
        if (speaks(former.bundle())) {
            connections.awaitTakeover(mark);
        }
        String formerName = BundleSteps.name(former.bundle());
        steps.retire(former.bundle(), timing.get().stop());
        Moved moved = connections.moved(mark);
        plugins.remove(former.file());
        plugins.put(jar.file(), Plugin.running(jar.file(), jar.hash(), bundle, moved.adopted()));
        LOG.info("{} is replaced: {} by {} in {} ms; connections taken over {}, closed {}, longest pause {} ms", jar.file(),
                formerName, BundleSteps.name(bundle), millisSince(began), moved.adopted(), moved.closed(),
                String.format(Locale.ROOT, "%.1f", moved.longestPause() / 1e6));
    }

    /** What runs from this file; or, if its own file has gone, what runs under the same symbolic name. */
    private Plugin former(PluginJar jar) {
        Plugin same = plugins.get(jar.file());
        if (same != null && same.isInstalled()) {
            return same;
        }
        for (Plugin plugin : plugins.values()) {
            if (plugin.isInstalled() && plugin.bundle().getSymbolicName().equals(jar.symbolicName())
                    && folder.isAbsent(plugin.file())) {
                return plugin;
            }
        }
        return null;
    }

    private void checkName(PluginJar jar, Plugin former) throws Refusal {
        if (former != null && !former.bundle().getSymbolicName().equals(jar.symbolicName())) {
            throw new Refusal(Cure.CHANGE, "it is " + jar + ", another bundle than " + BundleSteps.name(former.bundle())
                    + ", which runs from this file; remove that first");
        }
        if (former != null && jar.isSingleton()) {
            throw new Refusal(Cure.CHANGE, jar + " is a singleton, of which the framework runs no two side by side;"
                    + " a plug-in must not be one, or must be removed first");
        }
        for (Bundle bundle : context.getBundles()) {
            if (!jar.symbolicName().equals(bundle.getSymbolicName()) || former != null && bundle.equals(former.bundle())) {
                continue;
            }
            if (!BundleSteps.isPlugin(bundle)) {
                throw new Refusal(Cure.CHANGE, jar + " has the name of " + BundleSteps.name(bundle)
                        + " in the base, which stays for the life of the process");
            }
            if (plugins.values().stream().anyMatch(plugin -> bundle.equals(plugin.bundle()))) {
                throw new Refusal(Cure.COMPANY, jar + " runs already from another file, as " + BundleSteps.name(bundle));
            }
        }
    }

    /** Installs the newer bundle beside the former and returns it once it is up; leaves nothing behind if it does not come up. */
    private Bundle bringUp(PluginJar jar, Plugin former) throws Refusal, InterruptedException {
        Timing now = timing.get();
        Bundle bundle = steps.install(jar);
        try {
            steps.resolve(bundle);
            Readiness readiness =
                    former == null ? Readiness.ofFirst(components) : Readiness.like(former.bundle(), components);
            long deadline = nanoTime.getAsLong() + now.activate().toNanos();
            steps.start(bundle, now.activate());
            readiness.await(bundle, deadline, now.activate(), nanoTime);
            return bundle;
        } catch (Refusal | RuntimeException failed) {
            steps.retire(bundle, now.stop());
            throw failed;
        }
    }

    /** A bundle that speaks a protocol says so in its manifest: the transport will tell of its connections. */
    private static boolean speaks(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        return revision != null && !revision.getDeclaredCapabilities(Protocol.NAMESPACE).isEmpty();
    }

    private void fileGone(String file) throws InterruptedException {
        Plugin plugin = plugins.get(file);
        if (plugin == null) {
            return;
        }
        if (plugin.isInstalled()) {
            goodbye(plugin, CloseReason.PROVIDER_GONE.because("the plug-in " + file + " was taken out of the folder"));
        }
        plugins.remove(file);
        changed = true;
    }

    /** Drains, stops and uninstalls; returns how many connections were closed. */
    private int goodbye(Plugin plugin, CloseReason reason) throws InterruptedException {
        String name = BundleSteps.name(plugin.bundle());
        int closed = connections.drain(DrainScope.of(plugin.bundle().getSymbolicName()), reason, timing.get().drain());
        steps.retire(plugin.bundle(), timing.get().stop());
        LOG.info("{} is removed: {}, {}; {} closed", plugin.file(), name, reason.text(), Connections.count(closed));
        return closed;
    }

    /**
     * Removes a plug-in for good, as an operator wants it, and puts its file aside so that it does not come back.
     *
     * @param name of the file, with or without {@code .jar}, or of the bundle
     * @return what was done, for people
     */
    String remove(String name) throws InterruptedException {
        Plugin plugin = find(name);
        if (plugin == null) {
            return "no plug-in is called " + name + "; arcly:plugins lists them";
        }
        String done = plugin.file() + " was not running";
        if (plugin.isInstalled()) {
            String bundle = BundleSteps.name(plugin.bundle());
            int closed = goodbye(plugin, CloseReason.PROVIDER_GONE.because("the plug-in " + plugin.file()
                    + " was removed by an operator"));
            done = bundle + " is removed, " + Connections.count(closed) + " closed";
        }
        plugins.remove(plugin.file());
        retryThoseAlone();
        return done + "; " + putAside(plugin.file());
    }

    private Plugin find(String name) {
        for (Plugin plugin : plugins.values()) {
            if (plugin.file().equals(name) || plugin.file().equals(name + ".jar")
                    || plugin.bundle() != null && name.equals(plugin.bundle().getSymbolicName())) {
                return plugin;
            }
        }
        return null;
    }

    private String putAside(String file) {
        Path path = folder.path().resolve(file);
        if (!Files.exists(path)) {
            return "its file was gone already";
        }
        try {
            Files.move(path, path.resolveSibling(file + ASIDE), StandardCopyOption.REPLACE_EXISTING);
            return "its file is now called " + file + ASIDE;
        } catch (IOException readOnly) {
            folder.judged(file);
            LOG.warn("{} cannot be renamed and is ignored until it changes or arcly starts again: {}", file,
                    Causes.text(readOnly));
            return "its file stays, ignored until it changes";
        }
    }

    private void retryThoseAlone() {
        for (Plugin plugin : plugins.values()) {
            if (plugin.alone()) {
                folder.again(plugin.file());
            }
        }
    }

    private long millisSince(long began) {
        return (nanoTime.getAsLong() - began) / 1_000_000;
    }
}
