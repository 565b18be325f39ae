package arcly.launcher;

import arcly.config.ConfigCheck;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ServiceLoader;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.SynchronousBundleListener;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** One run of the server: from the locked folder to the stopped framework. */
final class Server {
    /** How long connections have to say goodbye. With what the bundles need to stop, a stop stays within 5 s. */
    private static final Duration DRAIN = Duration.ofMillis(3_500);
    /** After this a stop is not waited for any longer. */
    private static final Duration STOP = Duration.ofSeconds(10);

    private final Home home;
    private final boolean console;
    private final boolean demo;
    private final PrintStream out;
    /** Whether the server came to its end by itself; a signal after that stops nothing any more. */
    private volatile boolean finished;
    private final AtomicBoolean said = new AtomicBoolean();

    Server(Home home, boolean console, boolean demo, PrintStream out) {
        this.home = home;
        this.console = console;
        this.demo = demo;
        this.out = out;
    }

    /**
     * Returns once the server has stopped: 0 if somebody asked it to, 1 if it could not run.
     *
     * @throws StartException if the folder is not usable
     */
    int run() throws IOException, StartException, InterruptedException {
        // The JVM's start, not the process's: a build may have come before in the same process.
        Instant began = Instant.ofEpochMilli(ManagementFactory.getRuntimeMXBean().getStartTime());
        Files.createDirectories(home.work());
        Files.createDirectories(home.log());
        FileChannel lock = lock();
        try {
            out.println("arcly " + Main.version() + ", Java " + System.getProperty("java.version") + ", process "
                    + ProcessHandle.current().pid() + ", folder " + home.root());
            ConfigCheck check = ConfigCheck.of(home.etc(), home.settings());
            if (!check.problems().isEmpty() || !check.remarks().isEmpty()) {
                out.print(check.report());
            }
            return run(began);
        } finally {
            lock.close();
        }
    }

    private int run(Instant began) throws IOException, StartException, InterruptedException {
        FrameworkSettings settings = new FrameworkSettings(home, console);
        settings.publish();
        Framework framework = ServiceLoader.load(FrameworkFactory.class)
                .findFirst()
                .orElseThrow(() -> new StartException("no OSGi framework in " + home.root().resolve("lib")))
                .newFramework(settings.properties());
        Thread stop = new Thread(() -> stopOnSignal(framework), "arcly-stop");
        try {
            framework.init();
            BundleContext context = framework.getBundleContext();
            context.addFrameworkListener(event -> report(event));
            context.addBundleListener((SynchronousBundleListener) event -> drainBeforeStop(event, context));
            Base base = Base.install(home.base(), context);
            if (demo) {
                base.installDemo(home.demo(), context);
            }
            Runtime.getRuntime().addShutdownHook(stop);
            framework.start();
            if (!base.missing().isEmpty()) {
                base.missing().forEach(bundle -> out.println("wrong   " + bundle.getSymbolicName() + " does not run"));
                finished = true;
                stop(framework);
                return 1;
            }
            announce(context, began);
            openConsole(base, framework);
        } catch (BundleException broken) {
            finished = true;
            stop(framework);
            throw new StartException("the framework does not start: " + broken.getMessage(), broken);
        }
        framework.waitForStop(0);
        finished = true;
        sayStopped();
        return 0;
    }

    private void announce(BundleContext context, Instant began) throws IOException, InterruptedException {
        try {
            new Announcer(context, home, demo, out).ready(began);
        } catch (IllegalStateException stoppedMeanwhile) {
            out.println("stopped before it was ready");
        }
    }

    private void openConsole(Base base, Framework framework) {
        if (framework.getState() == Bundle.ACTIVE) {
            base.openConsole(framework);
        }
    }

    private void sayStopped() {
        if (said.compareAndSet(false, true)) {
            out.println("stopped");
        }
    }

    /** Whoever stops the framework, a signal or a command: before the first bundle goes, the connections are told. */
    private void drainBeforeStop(BundleEvent event, BundleContext context) {
        if (event.getType() == BundleEvent.STOPPING && event.getBundle().getBundleId() == 0) {
            new Drain(context, out).run(DRAIN);
        }
    }

    /** A stop that somebody asked for and that went well is no failure: without this the JVM would exit with 128 + the signal. */
    private void stopOnSignal(Framework framework) {
        if (finished) {
            return;
        }
        stop(framework);
        sayStopped();
        out.flush();
        Runtime.getRuntime().halt(0);
    }

    private void stop(Framework framework) {
        try {
            if (framework.getState() == Bundle.RESOLVED) {
                return; // a command has stopped it already
            }
            framework.stop();
            if (framework.waitForStop(STOP.toMillis()).getType() == FrameworkEvent.WAIT_TIMEDOUT) {
                out.println("some bundle has not stopped after " + STOP.toSeconds() + " s; leaving without it");
            }
        } catch (BundleException broken) {
            out.println("the framework does not stop: " + broken.getMessage());
        } catch (InterruptedException enough) {
            Thread.currentThread().interrupt();
        }
    }

    private void report(FrameworkEvent event) {
        if (event.getType() == FrameworkEvent.ERROR) {
            StringBuilder text = new StringBuilder("wrong   ").append(event.getBundle().getSymbolicName());
            for (Throwable reason = event.getThrowable(); reason != null; reason = reason.getCause()) {
                text.append(": ").append(reason.getMessage());
            }
            out.println(text);
        }
    }

    /** Two servers on one folder would share their caches and their plug-ins. */
    private FileChannel lock() throws IOException, StartException {
        FileChannel channel = FileChannel.open(
                home.work().resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock lock;
        try {
            lock = channel.tryLock();
        } catch (OverlappingFileLockException inThisProcess) {
            lock = null;
        }
        if (lock == null) {
            channel.close();
            throw new StartException("another arcly runs in " + home.root() + "; give this one its own --work folder");
        }
        return channel;
    }
}
