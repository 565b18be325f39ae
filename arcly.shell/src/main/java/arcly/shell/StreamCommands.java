package arcly.shell;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.session.Session;
import arcly.api.session.Session.Role;
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
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/**
 * The console commands {@code arcly:streams}, {@code arcly:sessions} and {@code arcly:kick}. Gogo calls the methods below by
 * their names, on the console's thread, and prints what they return.
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
        Table table = new Table("STREAM", "STATE", ">UP", ">VIEWERS", ">GOP", ">RING", ">JUMPS", "TRACKS");
        for (LiveStream stream : streams.live()) {
            StreamStatistics statistics = stream.statistics();
            table.row(
                    stream.key(),
                    word(stream.state()) + (stream.isReady() ? "" : ", not ready"),
                    since(stream.since()),
                    statistics.viewers(),
                    gop(stream.tracks(), statistics),
                    Words.bytes(statistics.ringBytes()),
                    statistics.readerJumps(),
                    stream.tracks().stream().map(track -> TrackText.of(track, statistics)).collect(Collectors.joining(" + ")));
        }
        return table.isEmpty() ? "no stream is live" : table.toString();
    }

    /** The distance of key frames of the first video track. */
    private static String gop(List<Track> tracks, StreamStatistics statistics) {
        for (Track track : tracks) {
            if (track.kind() == TrackKind.VIDEO) {
                String interval = TrackText.find(track.id(), statistics)
                        .filter(figures -> figures.keyframeInterval() > 0)
                        .map(figures -> Words.seconds(figures.keyframeInterval()))
                        .orElse("-");
                return statistics.gopExceedsRing() ? interval + " > ring" : interval;
            }
        }
        return "-";
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
                + figures.framesIn() + " frames, " + Words.bytes(figures.bytesIn()) + " in; "
                + figures.framesRefused() + " refused\n"
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
                    track == null ? "?" : TrackText.of(track),
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
        Table table = new Table("ID", "PROTOCOL", "ROLE", "STATE", "STREAM", "PEER", ">SINCE", ">IN", ">OUT", ">FIRST", ">LAG", ">SKIPPED");
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
                        session.firstMedia() < 0 ? "-" : Words.seconds(session.firstMedia()),
                        session.role() == Role.VIEWER ? Words.seconds(session.lag()) : "-",
                        session.role() == Role.VIEWER ? session.skipped() : "-");
            }
        }
        return table.isEmpty() ? "no sessions" : table.toString();
    }

    /** Says how it is used. */
    public String kick() {
        return "usage: arcly:kick ID, a session's id as arcly:sessions shows it, or arcly:kick APPLICATION/NAME, a stream";
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

    private String since(Instant time) {
        return Words.time(Duration.between(time, clock.instant()));
    }

    private static String word(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String peer(InetSocketAddress peer) {
        if (peer == null) {
            return "inside";
        }
        String host = peer.getAddress() == null ? peer.getHostString() : peer.getAddress().getHostAddress(); // no name service
        return (host.indexOf(':') < 0 ? host : '[' + host.replace("0:0:0:0:0:0:0:1", "::1") + ']') + ':' + peer.getPort();
    }
}
