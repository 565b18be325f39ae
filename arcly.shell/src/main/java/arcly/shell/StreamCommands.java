package arcly.shell;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.session.Session;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamStatistics;
import arcly.api.stream.Streams;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The console commands {@code arcly:streams}, {@code arcly:sessions} and {@code arcly:kick}. Gogo calls the methods below by their
 * names, on the console's thread, and prints what they return.
 */
@Component(
        service = StreamCommands.class,
        property = {
            "osgi.command.scope=arcly",
            "osgi.command.function=streams",
            "osgi.command.function=sessions",
            "osgi.command.function=kick"
        })
public final class StreamCommands {
    private final Streams streams;
    private final Sessions sessions;
    private final Clock clock;

    @Activate
    public StreamCommands(@Reference Streams streams, @Reference Sessions sessions) {
        this(streams, sessions, Clock.systemUTC());
    }

    StreamCommands(Streams streams, Sessions sessions, Clock clock) {
        this.streams = streams;
        this.sessions = sessions;
        this.clock = clock;
    }

    /** All live streams, a line each. */
    public String streams() {
        Table table = new Table("STREAM", "STATE", ">SINCE", ">BITRATE", "TRACKS", ">VIEWERS", ">RING", ">JUMPS");
        for (LiveStream stream : streams.live()) {
            StreamStatistics statistics = stream.statistics();
            table.row(
                    stream.key(),
                    word(stream.state()),
                    since(stream.since()),
                    Words.bitrate(statistics.bitrate()),
                    stream.tracks().stream().map(StreamCommands::brief).collect(Collectors.joining(" + ")),
                    statistics.viewers(),
                    Words.bytes(statistics.ringBytes()),
                    statistics.readerJumps());
        }
        return table.isEmpty() ? "no stream is live" : table.toString();
    }

    /** One stream, with its tracks and sessions. */
    public String streams(String key) {
        Optional<LiveStream> found = stream(key);
        if (found.isEmpty()) {
            return "no live stream " + key;
        }
        LiveStream stream = found.get();
        return summary(stream) + "\n" + tracks(stream) + "\n\n" + sessions(key);
    }

    private String summary(LiveStream stream) {
        StreamStatistics figures = stream.statistics();
        String text = stream.key() + ": " + word(stream.state()) + " since " + since(stream.since()) + ", "
                + Words.bitrate(figures.bitrate()) + " in, " + figures.viewers() + " viewers, " + figures.readers() + " readers\n"
                + figures.framesIn() + " frames, " + Words.bytes(figures.bytesIn()) + " in; " + figures.framesRefused() + " refused\n"
                + "ring " + figures.ringFrames() + " frames, " + Words.bytes(figures.ringBytes()) + "; "
                + figures.readerJumps() + " jumps, " + figures.readersEvicted() + " evicted";
        return figures.gopExceedsRing()
                ? text + "\nthe distance of key frames is more than the ring holds: late joiners wait for the next one"
                : text;
    }

    private static Table tracks(LiveStream stream) {
        Map<Integer, Track> declared = new HashMap<>();
        stream.tracks().forEach(track -> declared.put(track.id(), track));
        Table table = new Table("TRACK", "CODEC", ">BITRATE", ">FRAMES/S", ">KEY FRAMES EVERY", ">FRAMES");
        for (StreamStatistics.TrackStatistics figures : stream.statistics().tracks()) {
            Track track = declared.get(figures.track());
            table.row(
                    figures.track(),
                    track == null ? "?" : brief(track),
                    Words.bitrate(figures.bitrate()),
                    String.format(Locale.ROOT, "%.1f", figures.frameRate()),
                    figures.keyframeInterval() == 0 ? "-" : Words.seconds(figures.keyframeInterval()),
                    figures.frames());
        }
        return table;
    }

    /** All sessions, a line each. */
    public String sessions() {
        return sessionsOf(null);
    }

    /** The sessions of one stream. */
    public String sessions(String key) {
        return sessionsOf(key);
    }

    private String sessionsOf(String key) {
        Table table = new Table("ID", "PROTOCOL", "ROLE", "STATE", "STREAM", "PEER", ">SINCE", ">IN", ">OUT", ">LAG", ">SKIPPED");
        for (Session session : sessions.list()) {
            if (key == null || session.stream().toString().equals(key)) {
                table.row(
                        session.id(),
                        session.protocol(),
                        word(session.role()),
                        word(session.state()),
                        session.stream(),
                        peer(session.peer()),
                        since(session.since()),
                        Words.bytes(session.bytesIn()),
                        Words.bytes(session.bytesOut()),
                        Words.seconds(session.lag()),
                        session.skipped());
            }
        }
        return table.isEmpty() ? "no sessions" : table.toString();
    }

    /** Closes one session, by its id, or ends a stream, by {@code APPLICATION/NAME}. */
    public String kick(String what) {
        Optional<Session> session = sessions.find(what);
        if (session.isPresent()) {
            session.get().close(CloseReason.KICKED);
            return "closed " + what + ", " + word(session.get().role()) + " of " + session.get().stream();
        }
        Optional<LiveStream> stream = stream(what);
        if (stream.isPresent()) {
            stream.get().end(CloseReason.KICKED);
            return "ended " + what;
        }
        return "neither a session nor a live stream: " + what;
    }

    private Optional<LiveStream> stream(String key) {
        try {
            return streams.find(StreamKey.parse(key));
        } catch (StreamException malformed) {
            return Optional.empty();
        }
    }

    private static String brief(Track track) {
        String detail = "";
        if (track.kind() == TrackKind.VIDEO && track.width() > 0) {
            detail = " " + track.width() + "x" + track.height();
        } else if (track.kind() == TrackKind.AUDIO && track.sampleRate() > 0) {
            detail = " " + track.sampleRate() + " Hz";
        }
        return track.codec() + detail;
    }

    private String since(Instant time) {
        return Words.time(Duration.between(time, clock.instant()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String peer(InetSocketAddress peer) {
        return peer == null ? "inside" : peer.getHostString() + ":" + peer.getPort();
    }
}
