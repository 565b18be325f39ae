package arcly.core.packager;

import arcly.api.packager.Packager;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamState;
import arcly.api.stream.Streams;
import arcly.core.application.Applications;
import arcly.core.event.Counters;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts every packager that comes and goes onto every stream that comes and goes, if the stream's application asks for it.
 *
 * <p>There is one packager of a name on a stream. Of several the one with the highest ranking is taken, among equals the one
 * that came last: so a newer build takes over from an older one that is still there, with what the older one left. Any thread;
 * packagers are called on threads of their own, one stream's calls one after the other, and never under a lock.
 */
public final class PackagerBoard {
    private static final Logger LOG = LoggerFactory.getLogger(PackagerBoard.class);
    /** How long {@link #remove} waits for a packager to leave all streams. */
    private static final long LEAVE_MILLIS = 3_000;

    private record Provider(Packager packager, String name, int ranking, String bundle) { }

    record Place(long stream, String packager) { }

    private final Streams streams;
    private final Applications applications;
    private final Executor threads;
    private final LongSupplier nanoTime;
    private final Clock clock;
    private final Counters counters;
    private final BatonStore batons;
    private final SettingsBook settings = new SettingsBook();
    private final List<Provider> providers = new ArrayList<>(); // the one to take first
    private final Map<Place, Attachment> attachments = new HashMap<>();
    private final Refusals refusals = new Refusals();

    /**
     * @param threads call the packagers; one that stalls holds one of them
     * @param batonBytes most that all packagers together may leave
     */
    public PackagerBoard(Streams streams, Applications applications, Executor threads, LongSupplier nanoTime, Clock clock,
            Counters counters, long batonBytes) {
        this.streams = streams;
        this.applications = applications;
        this.threads = threads;
        this.nanoTime = nanoTime;
        this.clock = clock;
        this.counters = counters;
        batons = new BatonStore(batonBytes);
    }

    /** @param bundle symbolic name and version, for people */
    public void add(Packager packager, String name, int ranking, String bundle) {
        if (name.isEmpty()) {
            LOG.error("a packager of {} has no property {} and is not used", bundle, Packager.NAME);
            return;
        }
        synchronized (this) {
            int at = 0;
            while (at < providers.size() && providers.get(at).ranking > ranking) {
                at++;
            }
            providers.add(at, new Provider(packager, name, ranking, bundle));
        }
        reconcile();
    }

    /**
     * When this returns, nothing of the packager is referenced from here. Waits until it has left its streams, but not for
     * ever.
     */
    public void remove(Packager packager) {
        Collection<Attachment> leaving;
        synchronized (this) {
            providers.removeIf(each -> each.packager == packager);
            refusals.forget(packager);
            leaving = attachments.values().stream().filter(each -> each.isOf(packager)).toList();
        }
        reconcile();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(LEAVE_MILLIS);
        for (Attachment each : leaving) {
            if (!awaitOver(each, deadline)) {
                LOG.error("{} did not leave within {} ms and is left alone", each, LEAVE_MILLIS);
                counters.count("packager.stalls");
                each.forsake();
                gone(each);
            }
        }
    }

    private synchronized boolean awaitOver(Attachment leaving, long deadline) {
        try {
            while (!leaving.isOver()) {
                long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                if (left <= 0) {
                    return false;
                }
                wait(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        return true;
    }

    /** A factory configuration of a packager's PID. */
    public void configure(String pid, String packager, Map<String, ?> values) {
        settings.put(pid, packager, values);
        reconcile();
    }

    /** A factory configuration is gone. */
    public void forget(String pid) {
        settings.remove(pid);
        reconcile();
    }

    /** Listens to the kernel's own events. */
    public void happened(StreamEvent event) {
        switch (event.type()) {
            case STARTED, READY, ENDED -> reconcile();
            default -> { }
        }
    }

    /** Called about once a second: what no event has told, and what takes too long. */
    public void tick() {
        long now = nanoTime.getAsLong();
        batons.expire(now);
        List<Attachment> all;
        synchronized (this) {
            all = List.copyOf(attachments.values());
        }
        all.forEach(each -> each.watch(now));
        reconcile();
    }

    /** Packagers at work now. */
    public synchronized int attachments() {
        return attachments.size();
    }

    /** Bytes that wait for successors. */
    public long batonBytes() {
        return batons.bytes();
    }

    /** Makes what is so what should be. */
    private synchronized void reconcile() {
        Map<Place, LiveStream> wanted = wanted();
        refusals.retain(wanted.keySet());
        attachments.forEach((place, attachment) -> {
            if (attachment.isFailed() && !attachment.isLeaving()) {
                providers.stream().filter(each -> attachment.isOf(each.packager)).forEach(each ->
                        LOG.info("{} is left alone for {} s", attachment, refusals.add(place, each.packager, nanoTime.getAsLong())));
            }
        });
        for (Map.Entry<Place, Attachment> each : List.copyOf(attachments.entrySet())) {
            Attachment attachment = each.getValue();
            boolean reads = attachment.stream().state() == StreamState.ENDED && attachment.isReading();
            Provider provider = reads || wanted.containsKey(each.getKey()) ? provider(each.getKey()) : null;
            if (!attachment.isLeaving()) {
                if (provider == null || !attachment.isOf(provider.packager)) {
                    attachment.leave(batons, () -> gone(attachment));
                } else {
                    attachment.configure(settings.find(provider.name, attachment.stream().key()));
                }
            }
        }
        wanted.forEach((place, stream) -> {
            Provider provider = attachments.containsKey(place) ? null : provider(place);
            if (provider != null) {
                attach(place, stream, provider);
            }
        });
    }

    private Map<Place, LiveStream> wanted() {
        Map<Place, LiveStream> wanted = new HashMap<>();
        if (providers.isEmpty()) {
            return wanted;
        }
        for (LiveStream stream : streams.live()) {
            for (String name : names(stream)) {
                wanted.put(new Place(stream.id(), name), stream);
            }
        }
        return wanted;
    }

    private Set<String> names(LiveStream stream) {
        try {
            return applications.require(stream.key().application()).settings().packagers();
        } catch (StreamException e) {
            return Set.of(); // its configuration is gone
        }
    }

    /** One that has not failed there; without such a one, one that may be tried again. Null if there is none. */
    private Provider provider(Place place) {
        Provider again = null;
        for (Provider each : providers) {
            if (!each.name.equals(place.packager)) {
                continue;
            }
            if (!refusals.has(place, each.packager)) {
                return each;
            }
            boolean mayTry = !refusals.isLeftAlone(place, each.packager, nanoTime.getAsLong());
            again = again == null && mayTry ? each : again;
        }
        return again;
    }

    private void attach(Place place, LiveStream stream, Provider provider) {
        Attachment attachment = new Attachment(stream, provider.name, provider.packager, provider.bundle,
                settings.find(provider.name, stream.key()), threads, nanoTime, clock, counters, this::reconcile);
        attachments.put(place, attachment);
        if (!attachment.begin(batons)) {
            attachment.forsake();
            attachments.remove(place); // tried again with the next tick
        }
    }

    private void gone(Attachment attachment) {
        synchronized (this) {
            attachments.values().remove(attachment);
            notifyAll();
        }
        reconcile();
    }

    /** Takes all packagers from their streams. */
    public void close() {
        List<Packager> all;
        synchronized (this) {
            all = providers.stream().map(Provider::packager).toList();
        }
        all.forEach(this::remove);
    }
}
