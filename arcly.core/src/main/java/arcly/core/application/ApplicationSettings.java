package arcly.core.application;

import arcly.api.config.ConfigurationValues;
import arcly.api.stream.Takeover;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The settings of one application as they are in force. Immutable. Times are in milliseconds here, as people write them. */
public final class ApplicationSettings {
    static final long TAKEOVER_STALE = 2_000;
    static final long GRACE = 10_000;
    static final long PUBLISHER_IDLE = 30_000;
    static final long TRACKS_WAIT = 1_000;
    static final long RING_FRAMES = 4_096; // ten seconds of 60 frames of video and 50 of audio, three times over
    static final long RING_BYTES = 32 << 20; // ten seconds at 25 Mbit/s
    static final long STREAMS_MOST = 1_000;
    static final long READERS_MOST = 100_000;
    static final long LAG_TIME = 10_000;
    static final long LAG_BYTES = 24 << 20;
    static final long EVICT_AFTER = 30_000;
    static final long JOIN_AUDIO_BACK = 1_000;
    static final long ONDEMAND_DELAY = 10_000;
    static final long ACCESS_DEADLINE = 5_000;

    static final List<String> PACKAGERS = List.of("hls");

    private static final String NAME = "[A-Za-z0-9._-]{1,100}";
    private static final Set<String> KEYS = Set.of("name", "takeover", "takeover.stale", "grace", "publisher.idle", "tracks.wait",
            "ring.frames", "ring.bytes", "streams.most", "readers.most", "lag.time", "lag.bytes", "evict.after",
            "join.audio.back", "ondemand.delay", "packagers", "access.required", "access.deadline", "publish.key", "play.key");
    /** What is in force before anything was read. */
    private static final ApplicationSettings DEFAULTS = new ApplicationSettings();

    private final String name;
    private final String file;
    private final Takeover takeover;
    private final long takeoverStale;
    private final long grace;
    private final long publisherIdle;
    private final long tracksWait;
    private final int ringFrames;
    private final long ringBytes;
    private final int streamsMost;
    private final int readersMost;
    private final long lagTime;
    private final long lagBytes;
    private final long evictAfter;
    private final long joinAudioBack;
    private final long ondemandDelay;
    private final Set<String> packagers;
    private final Set<String> accessRequired;
    private final long accessDeadline;
    private final String publishKey;
    private final String playKey;
    private final Map<String, String> extras;
    private final List<String> problems;

    private ApplicationSettings() {
        this("", ConfigurationValues.from("", Map.of()), Map.of(), null);
    }

    private ApplicationSettings(String file, ConfigurationValues values, Map<String, ?> all, ApplicationSettings given) {
        ApplicationSettings old = given == null ? this : given;
        this.file = file;
        name = values.text("name", NAME, "1 to 100 of A-Z a-z 0-9 . _ -", old.name, old.name);
        takeover = values.choice("takeover", Takeover.class, Takeover.REJECT, old.takeover);
        takeoverStale = values.number("takeover.stale", 100, 600_000, TAKEOVER_STALE, old.takeoverStale);
        grace = values.number("grace", 0, 3_600_000, GRACE, old.grace);
        publisherIdle = values.number("publisher.idle", 0, 3_600_000, PUBLISHER_IDLE, old.publisherIdle);
        tracksWait = values.number("tracks.wait", 0, 60_000, TRACKS_WAIT, old.tracksWait);
        ringFrames = (int) values.number("ring.frames", 64, 1 << 20, RING_FRAMES, old.ringFrames);
        ringBytes = values.number("ring.bytes", 65_536, 1 << 30, RING_BYTES, old.ringBytes);
        streamsMost = (int) values.number("streams.most", 1, 1_000_000, STREAMS_MOST, old.streamsMost);
        readersMost = (int) values.number("readers.most", 1, 1_000_000, READERS_MOST, old.readersMost);
        lagTime = values.number("lag.time", 100, 3_600_000, LAG_TIME, old.lagTime);
        lagBytes = values.number("lag.bytes", 65_536, 1 << 30, LAG_BYTES, old.lagBytes);
        evictAfter = values.number("evict.after", 1_000, 3_600_000, EVICT_AFTER, old.evictAfter);
        joinAudioBack = values.number("join.audio.back", 0, 60_000, JOIN_AUDIO_BACK, old.joinAudioBack);
        ondemandDelay = values.number("ondemand.delay", 1_000, 3_600_000, ONDEMAND_DELAY, old.ondemandDelay);
        packagers = Set.copyOf(values.words("packagers", PACKAGERS));
        accessRequired = Set.copyOf(values.words("access.required", List.of()));
        accessDeadline = values.number("access.deadline", 100, 60_000, ACCESS_DEADLINE, old.accessDeadline);
        publishKey = values.secret("publish.key");
        playKey = values.secret("play.key");
        extras = extras(all);
        problems = List.copyOf(values.problems());
    }

    /**
     * Reads a configuration of factory PID {@code arcly.application}.
     *
     * @param pid the instance's; what stands after {@code ~} is the name unless key {@code name} is set
     * @param values by key, text or typed
     * @param inForce what stays in force where a value is refused; null for a new application
     */
    public static ApplicationSettings read(String pid, Map<String, ?> values, ApplicationSettings inForce) {
        Map<String, Object> all = new HashMap<>(values);
        Object name = all.get("name");
        if (name == null || name.toString().isBlank()) {
            all.put("name", pid.substring(Math.max(pid.indexOf('~'), pid.lastIndexOf('.')) + 1));
        }
        String file = ConfigurationValues.fileOf(pid, values);
        return new ApplicationSettings(file, ConfigurationValues.from(file, all), all, inForce == null ? DEFAULTS : inForce);
    }

    private static Map<String, String> extras(Map<String, ?> all) {
        Map<String, String> extras = new HashMap<>();
        all.forEach((key, value) -> {
            if (!KEYS.contains(key) && value != null) {
                extras.put(key, value.toString());
            }
        });
        return Map.copyOf(extras);
    }

    /** One sentence for each value that was refused. */
    public List<String> problems() {
        return problems;
    }

    public String name() {
        return name == null ? "" : name;
    }

    /** Where a person sets all this. */
    public String file() {
        return file;
    }

    public Takeover takeover() {
        return takeover;
    }

    public long takeoverStale() {
        return takeoverStale;
    }

    public long grace() {
        return grace;
    }

    /** 0: never. */
    public long publisherIdle() {
        return publisherIdle;
    }

    public long tracksWait() {
        return tracksWait;
    }

    public int ringFrames() {
        return ringFrames;
    }

    public long ringBytes() {
        return ringBytes;
    }

    public int streamsMost() {
        return streamsMost;
    }

    public int readersMost() {
        return readersMost;
    }

    public long lagTime() {
        return lagTime;
    }

    public long lagBytes() {
        return lagBytes;
    }

    public long evictAfter() {
        return evictAfter;
    }

    public long joinAudioBack() {
        return joinAudioBack;
    }

    public long ondemandDelay() {
        return ondemandDelay;
    }

    /** Names of those who package each stream. */
    public Set<String> packagers() {
        return packagers;
    }

    public Set<String> accessRequired() {
        return accessRequired;
    }

    public long accessDeadline() {
        return accessDeadline;
    }

    /** Empty: no key lets a publisher in. */
    public String publishKey() {
        return publishKey;
    }

    /** Empty: viewers need none. */
    public String playKey() {
        return playKey;
    }

    /** Null if it is not set, or if it is a key that the core itself understands (secrets are among them). */
    public String extra(String key) {
        return extras.get(key);
    }
}
