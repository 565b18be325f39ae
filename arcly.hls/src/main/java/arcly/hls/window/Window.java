package arcly.hls.window;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import arcly.hls.HlsSettings;
import arcly.hls.HlsSettings.Format;
import arcly.hls.segment.Chunk;
import arcly.hls.segment.Epoch;
import arcly.hls.segment.Segment;
import arcly.hls.segment.SegmentSink;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The segments of one stream that can be fetched: those in the playlist, and for slow viewers some that were in it (RFC 8216,
 * 6.2.2). Bounded by number and bytes. Written by one thread; {@link #view} is for all.
 */
public final class Window implements SegmentSink {
    /** The fewest with which a player does not stall (6.3.3). */
    private static final int FEWEST = 3;
    private static final int KEPT_AFTER = 3;
    private static final String NO_CACHE = "no-cache";
    private static final String IMMUTABLE = "private, max-age=600, immutable";
    private static final Logger LOG = LoggerFactory.getLogger(Window.class);

    private final String name;
    private final FileNames names;
    private final ByteBudget budget;
    private final Consumer<View> published;
    private HlsSettings settings;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Map<Integer, Epoch> epochs = new TreeMap<>();
    private final Map<String, HttpReply> chunks = new HashMap<>(); // segments and inits, which never change
    private int targetSeconds;
    private long discontinuities; // before the first segment listed
    private int listed;
    private long bytes;
    private long version;
    private boolean ended;
    private boolean warned;
    private volatile View view;

    /**
     * @param token see {@link FileNames}
     * @param published hears each new view, on the writer's thread
     */
    Window(String name, String token, HlsSettings settings, ByteBudget budget, Consumer<View> published) {
        this.name = name;
        this.names = new FileNames(token);
        this.settings = settings;
        this.budget = budget;
        this.published = published;
        targetSeconds = (int) Math.ceil(settings.segmentMillis() / 1000.0);
    }

    /** Null until there is a segment. */
    public View view() {
        return view;
    }

    @Override
    public void epoch(Epoch epoch) {
        Epoch before = epochs.put(epoch.number(), epoch);
        if (before != null) {
            forget(before); // the same again, from the next generation
        }
        epoch.inits().forEach((rendition, init) -> {
            hold(init);
            chunks.put(names.init(rendition, epoch), reply("video/mp4", init, names.init(rendition, epoch)));
        });
    }

    @Override
    public void segment(Segment segment) {
        add(segment);
        trim();
        publish();
    }

    void add(Segment segment) {
        Epoch epoch = epochs.get(segment.epoch());
        segments.add(segment);
        listed++;
        segment.chunks().forEach((rendition, chunk) -> {
            hold(chunk);
            String file = names.segment(rendition, segment, epoch);
            chunks.put(file, reply(epoch.format() == Format.TS ? "video/mp2t" : "video/mp4", chunk, file));
        });
        targetSeconds = Math.max(targetSeconds, (int) Math.round(segment.durationNanos() / 1e9));
    }

    private static HttpReply reply(String type, Chunk chunk, String etag) {
        return HttpReply.ok(type, Body.of(chunk.buffers())).header("cache-control", IMMUTABLE).etag(etag).build();
    }

    /** Takes from the playlist and from memory what is too much. */
    void trim() {
        while (listed > settings.segments()) {
            unlist();
        }
        while (segments.size() > listed + KEPT_AFTER) {
            drop();
        }
        while (isTooMuch() && segments.size() > 1) {
            boolean spare = segments.size() > listed;
            if (!spare && listed <= FEWEST && !warned) {
                warned = true;
                LOG.warn("{}: {} bytes of segments are too much; fewer than {} stay in the playlist", name, bytes, FEWEST);
            }
            if (!spare) {
                unlist();
            }
            drop();
        }
    }

    private boolean isTooMuch() {
        return bytes > settings.streamBytes() || budget.isOver();
    }

    private void unlist() {
        listed--;
        List<Segment> rest = listed();
        // The tag of the one that is first now is shown no more, so it is counted (RFC 8216, 6.2.2).
        discontinuities += !rest.isEmpty() && rest.get(0).discontinuity() ? 1 : 0;
    }

    private void drop() {
        Segment gone = segments.remove();
        Epoch epoch = epochs.get(gone.epoch());
        gone.chunks().forEach((rendition, chunk) -> {
            release(chunk);
            chunks.remove(names.segment(rendition, gone, epoch));
        });
        if (segments.isEmpty() || segments.peek().epoch() != gone.epoch()) {
            epochs.remove(gone.epoch());
            forget(epoch);
            epoch.inits().keySet().forEach(rendition -> chunks.remove(names.init(rendition, epoch)));
        }
    }

    private void hold(Chunk chunk) {
        bytes += chunk.bytes();
        budget.take(chunk.bytes());
    }

    private void release(Chunk chunk) {
        bytes -= chunk.bytes();
        budget.take(-chunk.bytes());
    }

    private void forget(Epoch epoch) {
        epoch.inits().values().forEach(this::release);
    }

    /** Those in the playlist. */
    private List<Segment> listed() {
        return List.copyOf(segments).subList(segments.size() - listed, segments.size());
    }

    /** The playlists say that nothing follows. */
    void end() {
        ended = true;
        publish();
    }

    void configure(HlsSettings to) {
        settings = to;
        targetSeconds = Math.max(targetSeconds, (int) Math.ceil(to.segmentMillis() / 1000.0));
    }

    /** Makes what there is now what can be fetched. */
    void publish() {
        if (listed == 0) {
            return;
        }
        version++;
        List<Segment> now = listed();
        Epoch epoch = epochs.get(now.get(now.size() - 1).epoch());
        Map<String, HttpReply> files = new HashMap<>(chunks);
        epoch.renditions().forEach(each -> {
            String text = Playlists.media(each.name(), now, epochs, names, targetSeconds, discontinuities, ended);
            files.put(each.name() + ".m3u8", playlist(text, names.token() + "-" + version));
        });
        view = new View(files, epoch, now, targetSeconds, ended);
        published.accept(view);
    }

    private static HttpReply playlist(String text, String etag) {
        return HttpReply.ok("application/vnd.apple.mpegurl", Body.of(text)).header("cache-control", NO_CACHE).etag(etag).build();
    }

    /** Nothing of it is held any more. */
    void clear() {
        while (!segments.isEmpty()) {
            drop();
        }
        listed = 0;
    }

    long bytes() {
        return bytes;
    }

    /** For the next generation. */
    WindowState state() {
        List<Segment> left = List.copyOf(segments);
        return new WindowState(names.token(), targetSeconds, discontinuities, listed, version, Map.copyOf(epochs), left);
    }

    /** Takes over what another generation left. */
    void restore(WindowState state) {
        continueAfter(state);
        discontinuities = state.discontinuities();
        state.epochs().values().stream().filter(each -> state.segments().stream().anyMatch(s -> s.epoch() == each.number()))
                .forEach(this::epoch);
        state.segments().forEach(this::add);
        listed = Math.min(state.listed(), segments.size());
        publish();
    }

    /** Numbers what comes so that it cannot be taken for what another window had. */
    void continueAfter(WindowState state) {
        targetSeconds = Math.max(targetSeconds, state.targetSeconds());
        version = state.version();
        List<Segment> shown = state.segments().subList(state.segments().size() - state.listed(), state.segments().size());
        discontinuities = state.discontinuities() + 1 + shown.stream().skip(1).filter(Segment::discontinuity).count();
    }
}
