package arcly.hls.window;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.media.Frame;
import arcly.api.packager.PackagerContext;
import arcly.api.packager.PackagerSettings;
import arcly.api.packager.Packaging;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.hls.HlsSettings;
import arcly.hls.segment.Segmenter;
import arcly.hls.segment.SegmenterState;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One stream on its way into segments. Everything runs on the context's executor. */
public final class HlsPackaging implements Packaging {
    private static final Logger LOG = LoggerFactory.getLogger(HlsPackaging.class);
    /** Media that may have come in while nobody read, and as much again that was not yet in a segment. */
    private static final Duration HANDOVER = Duration.ofSeconds(12);

    private final PackagerContext context;
    private final LiveStream stream;
    private final Windows windows;
    private final Window window;
    private final Segmenter segmenter;
    private final StreamReader reader;
    private HlsSettings settings;
    private boolean ended;

    /**
     * Begins with what is in the ring, or where a predecessor stopped.
     *
     * @throws arcly.api.stream.StreamException GONE, LIMIT
     */
    public HlsPackaging(PackagerContext context, Windows windows) {
        this.context = context;
        this.windows = windows;
        stream = context.stream();
        settings = HlsSettings.read(stream.key().toString(), context.settings(), HlsSettings.DEFAULT);
        WindowBatons.Left left = left();
        Windows.Predecessor before = left == null ? windows.predecessor(stream.key()) : null;
        boolean goesOn = left != null && left.segmenter().stream() == stream.id();
        Duration back = goesOn ? HANDOVER.plusMillis(settings.longestMillis())
                : Duration.ofMillis((long) settings.segments() * settings.segmentMillis());
        reader = stream.open(ReadOptions.service().fromBack(back)); // the only thing here that may be refused

        String token = left != null ? left.window().token() : before != null ? before.window().token()
                : Long.toString(context.currentTimeMillis(), Character.MAX_RADIX);
        String name = stream.key().toString();
        StreamKey key = stream.key(); // a window outlives its stream: it must not keep this, and with it the ring
        window = new Window(name, token, settings, windows.budget(), view -> windows.published(key, view));
        if (goesOn) {
            window.restore(left.window());
            segmenter = Segmenter.resume(name, settings, window, left.segmenter());
        } else if (left != null) {
            window.continueAfter(left.window());
            segmenter = new Segmenter(name, settings, window, left.segmenter().sequence(), left.segmenter().epoch() + 1);
        } else if (before != null) {
            window.continueAfter(before.window());
            segmenter = new Segmenter(name, settings, window, before.sequence(), before.epoch() + 1);
        } else {
            segmenter = new Segmenter(name, settings, window, 0, 0);
        }
        windows.opened(stream.key(), window);
        if (window.view() != null) {
            windows.published(stream.key(), window.view());
        }
        reader.arm(context.executor(), this::read);
    }

    private WindowBatons.Left left() {
        try {
            return WindowBatons.read(context.batons());
        } catch (HandoverException e) {
            LOG.warn("{}: begins anew: {}", stream.key(), e.getMessage());
            return null;
        }
    }

    private void read() {
        if (ended || !stream.isReady() && stream.endReason() == null) {
            return; // with the next frame, or when the time for tracks is over
        }
        for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
            segmenter.frame(frame, stream.tracks(), programTime(frame));
        }
        if (reader.isEnded()) {
            end();
        }
    }

    private long programTime(Frame frame) {
        return frame.captureTime() != Frame.UNKNOWN ? frame.captureTime() / 1_000_000
                : context.currentTimeMillis() - reader.behind() / 1_000_000;
    }

    private void end() {
        ended = true;
        segmenter.end();
        window.end();
        SegmenterState state = segmenter.state(stream.id());
        windows.ended(stream.key(), window, state.sequence(), state.epoch(), context.nanoTime());
    }

    @Override
    public void configure(PackagerSettings to) {
        settings = HlsSettings.read(stream.key().toString(), to, settings);
        segmenter.configure(settings);
        window.configure(settings);
    }

    @Override
    public List<Baton> park() {
        read();
        reader.disarm();
        reader.close();
        if (ended) {
            return List.of();
        }
        windows.parked(stream.key(), window);
        List<Baton> batons = WindowBatons.write(segmenter.state(stream.id()), window.state());
        window.clear();
        return batons;
    }
}
