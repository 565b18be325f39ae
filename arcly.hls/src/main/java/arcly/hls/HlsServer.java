package arcly.hls;

import arcly.api.http.HttpRoute;
import arcly.api.packager.Packager;
import arcly.api.packager.PackagerContext;
import arcly.api.packager.Packaging;
import arcly.api.session.Sessions;
import arcly.hls.page.PlayerPage;
import arcly.hls.viewer.HlsContext;
import arcly.hls.viewer.HlsRoutes;
import arcly.hls.viewer.Viewers;
import arcly.hls.window.ByteBudget;
import arcly.hls.window.HlsPackaging;
import arcly.hls.window.View;
import arcly.hls.window.Windows;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** Packages streams as HLS, and answers who wants to see them. */
@Component(service = Packager.class, property = Packager.NAME + "=hls", configurationPid = HlsServer.PID, immediate = true)
@Designate(ocd = HlsServerConfig.class)
public final class HlsServer implements Packager, HlsContext {
    static final String PID = "arcly.hls.server";
    private static final int SECONDS_BETWEEN_ADOPTIONS = 10;

    private final Sessions sessions;
    private final Windows windows;
    private final Viewers viewers;
    private final ScheduledThreadPoolExecutor timers;
    private final List<ServiceRegistration<HttpRoute>> routes = new ArrayList<>();
    private boolean stopped;
    private volatile HlsServerSettings settings;
    private int seconds;

    @Activate
    public HlsServer(BundleContext bundle, Map<String, Object> properties, @Reference Sessions sessions) {
        this(properties, sessions);
        register(bundle, HlsRoutes.INDEX, HlsRoutes.index(this));
        register(bundle, HlsRoutes.FILES, HlsRoutes.files(this));
        timers.execute(() -> { // half a megabyte to unpack: streams are packaged meanwhile
            PlayerPage page = new PlayerPage();
            register(bundle, PlayerPage.PAGE, page::page);
            register(bundle, PlayerPage.ASSETS, page::asset);
        });
    }

    /** Without a framework. */
    HlsServer(Map<String, Object> properties, Sessions sessions) {
        this.sessions = sessions;
        settings = HlsServerSettings.DEFAULT.changed(properties);
        windows = new Windows(new ByteBudget(() -> settings.mostBytes()), () -> settings.endedKeep() * 1_000_000L);
        viewers = new Viewers(sessions, nanoTime());
        timers = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "arcly-hls-timers");
            thread.setDaemon(true);
            return thread;
        });
        timers.setRemoveOnCancelPolicy(true);
        timers.scheduleAtFixedRate(this::everySecond, 1, 1, TimeUnit.SECONDS);
    }

    private synchronized void register(BundleContext bundle, String pattern, HttpRoute route) {
        if (stopped) {
            return;
        }
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put(HttpRoute.PATTERN, pattern);
        routes.add(bundle.registerService(HttpRoute.class, route, properties));
    }

    private void everySecond() {
        windows.tick(System.nanoTime());
        viewers.tick(stream -> {
            View view = windows.view(stream);
            return view == null ? HlsSettings.SEGMENT_MILLIS / 1000 : view.targetSeconds();
        });
        if (seconds++ % SECONDS_BETWEEN_ADOPTIONS == 0) {
            viewers.adoptSilent();
        }
    }

    @Modified
    void changed(Map<String, Object> properties) {
        settings = settings.changed(properties);
    }

    @Deactivate
    synchronized void stop() {
        stopped = true;
        routes.forEach(ServiceRegistration::unregister); // first: who waits here is asked of the next generation
        timers.shutdownNow();
    }

    @Override
    public Packaging open(PackagerContext context) {
        return new HlsPackaging(context, windows);
    }

    @Override
    public Sessions sessions() {
        return sessions;
    }

    @Override
    public Windows windows() {
        return windows;
    }

    @Override
    public Viewers viewers() {
        return viewers;
    }

    @Override
    public ScheduledExecutorService timers() {
        return timers;
    }

    @Override
    public LongSupplier nanoTime() {
        return System::nanoTime;
    }

    @Override
    public Duration streamWait() {
        return Duration.ofMillis(settings.streamWait());
    }

    @Override
    public Duration segmentWait() {
        return Duration.ofMillis(settings.segmentWait());
    }
}
