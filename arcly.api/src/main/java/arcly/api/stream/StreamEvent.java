package arcly.api.stream;

import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/**
 * Something that happened to a stream or to a session. Immutable; made by arcly.core. The same events go to EventAdmin under
 * {@link #topic()}, with the properties {@code sequence}, {@code stream}, {@code session} and the {@link #details()}.
 */
public final class StreamEvent {

    /** May grow: keep a default branch. */
    public enum Type {
        STARTED,
        READY,
        SUSPENDED,
        RESUMED,
        /** A newcomer took over from the publisher. */
        TAKEN_OVER,
        ENDED,
        TRACKS_CHANGED,
        METADATA_CHANGED,
        /** The distance of key frames is more than the ring holds. */
        GOP_EXCEEDS_RING,
        READER_JOINED,
        READER_LEFT,
        /** A reader was moved to the newest key frame; detail {@code skipped}. */
        READER_LAGGED,
        READER_EVICTED,
        SESSION_OPENED,
        SESSION_REFUSED,
        SESSION_CLOSED
    }

    private final long sequence;
    private final Type type;
    private final Instant time;
    private final StreamKey stream;
    private final String session;
    private final Map<String, String> details;

    private StreamEvent(long sequence, Type type, Instant time, StreamKey stream, String session, Map<String, String> details) {
        this.sequence = sequence;
        this.type = Objects.requireNonNull(type, "type");
        this.time = Objects.requireNonNull(time, "time");
        this.stream = Objects.requireNonNull(stream, "stream");
        this.session = Objects.requireNonNull(session, "session");
        this.details = Map.copyOf(details);
    }

    public static StreamEvent of(long sequence, Type type, Instant time, StreamKey stream, String session,
            Map<String, String> details) {
        return new StreamEvent(sequence, type, time, stream, session, details);
    }

    /** Grows by one with each event of the kernel. */
    public long sequence() {
        return sequence;
    }

    public Type type() {
        return type;
    }

    public Instant time() {
        return time;
    }

    public StreamKey stream() {
        return stream;
    }

    /** The session's id; empty if no session is concerned. */
    public String session() {
        return session;
    }

    /** More, by name: {@code reason}, {@code text}, {@code peer}, {@code protocol}, {@code skipped}, {@code bytes} ... */
    public Map<String, String> details() {
        return details;
    }

    /** The EventAdmin topic: {@code arcly/stream/STARTED}, {@code arcly/reader/LAGGED}, {@code arcly/session/CLOSED} ... */
    public String topic() {
        String name = type.name();
        for (String group : new String[] {"READER", "SESSION"}) {
            if (name.startsWith(group + "_")) {
                return "arcly/" + group.toLowerCase(Locale.ROOT) + "/" + name.substring(group.length() + 1);
            }
        }
        return "arcly/stream/" + name;
    }

    @Override
    public String toString() {
        return "#" + sequence + " " + type + " " + stream + (session.isEmpty() ? "" : " session " + session)
                + (details.isEmpty() ? "" : " " + details);
    }
}
