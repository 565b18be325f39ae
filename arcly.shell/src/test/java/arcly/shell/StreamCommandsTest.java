package arcly.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.api.session.Session;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamState;
import arcly.api.stream.StreamStatistics;
import arcly.api.stream.StreamStatistics.TrackStatistics;
import arcly.api.stream.Streams;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StreamCommandsTest {
    private static final Instant NOW = Instant.parse("2026-11-22T16:12:04Z");

    private final List<String> ended = new ArrayList<>();
    private final List<LiveStream> live = new ArrayList<>();
    private final List<Session> open = new ArrayList<>();
    private final StreamCommands shell = new StreamCommands(
            Answers.of(Streams.class, Map.of(
                    "live", live,
                    "find", (Answers.Call) key -> live.stream().filter(stream -> stream.key().equals(key[0])).findFirst())),
            Answers.of(Sessions.class, Map.of(
                    "list", open,
                    "find", (Answers.Call) id -> open.stream().filter(session -> session.id().equals(id[0])).findFirst())),
            Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void saysThatNothingIsThere() {
        assertEquals("no stream is live", shell.streams());
        assertEquals("no sessions", shell.sessions());
    }

    @Test
    void showsStreamsAligned() {
        live.add(stream("live/cam", StreamState.PUBLISHING, NOW.minusSeconds(724), 20, false,
                List.of(Track.of(0, Codec.H264).size(1280, 720).frameRate(25).build(),
                        Track.of(1, Codec.AAC).sampleRate(48_000).channels(2).language("de").build()),
                List.of(measured(0, 2_096_000, 29.97, 2_000_000_000L), measured(1, 128_000, 46.9, 0))));
        live.add(stream("studio/a/radio", StreamState.SUSPENDED, NOW.minusSeconds(3), 0, true,
                List.of(Track.of(0, Codec.VP9).build()), List.of()));
        live.add(stream("live/new", StreamState.STARTING, NOW, 0, false, List.of(), List.of()));

        assertEquals(List.of(
                "STREAM STATE UP VIEWERS GOP RING JUMPS TRACKS",
                "live/cam publishing 12 min 4 s 20 2.00 s 4.20 MB 1 "
                        + "h264 1280x720 29.97 fps 2.10 Mbit/s + aac 48000 Hz stereo de 128.00 kbit/s",
                "studio/a/radio suspended 3 s 0 - > ring 4.20 MB 1 vp9",
                "live/new starting, not ready 0 s 0 - 4.20 MB 1"),
                shell.streams().lines().map(StreamCommandsTest::squeezed).toList());
        assertAligned(shell.streams(), "TRACKS", "h264", "vp9");
    }

    @Test
    void showsSessionsAligned() {
        open.add(session("p1", Session.Role.PUBLISHER, Session.State.ACTIVE, new InetSocketAddress("127.0.0.1", 50_000),
                NOW.minusSeconds(64), 34_500_000, 3_400, 0, 0));
        open.add(session("v22", Session.Role.VIEWER, Session.State.PENDING, new InetSocketAddress("::1", 50_001),
                NOW.minusSeconds(86_400), 3_500, 1_200_000_000L, 340_000_000, 12));
        open.add(session("v23", Session.Role.VIEWER, Session.State.ACTIVE, null, NOW, 0, 0, 0, 0));

        assertEquals(List.of(
                "ID PROTOCOL ROLE STATE STREAM PEER SINCE IN OUT FIRST LAG SKIPPED",
                "p1 rtmp publisher active live/cam 127.0.0.1:50000 1 min 4 s 34.50 MB 3.40 kB 0.07 s - -",
                "v22 rtmp viewer pending live/cam [::1]:50001 1 d 0 h 3.50 kB 1.20 GB 0.07 s 0.34 s 12",
                "v23 rtmp viewer active live/cam inside 0 s 0 B 0 B - 0.00 s 0"),
                shell.sessions().lines().map(StreamCommandsTest::squeezed).toList());
        assertEquals("no sessions", shell.sessions("live/other"));
        assertEquals(shell.sessions(), shell.sessions("live/cam"));
        assertAligned(shell.sessions(), "PEER", "127.0.0.1", "[::1]", "inside");
    }

    @Test
    void kicksSessionsAndStreams() {
        live.add(stream("live/cam", StreamState.PUBLISHING, NOW, 0, false, List.of(), List.of()));
        open.add(session("p1", Session.Role.PUBLISHER, Session.State.ACTIVE, null, NOW, 0, 0, 0, 0));

        assertEquals("closed p1, publisher of live/cam", shell.kick("p1"));
        assertEquals("ended live/cam", shell.kick("live/cam"));
        assertEquals(List.of("p1 kicked", "live/cam kicked"), ended);

        assertTrue(shell.kick("nobody").startsWith("neither a session nor a live stream: nobody"));
        assertTrue(shell.kick("live/other").startsWith("neither"));
        assertTrue(shell.kick().startsWith("usage: arcly:kick ID"));
        assertEquals(2, ended.size());
    }

    private LiveStream stream(String key, StreamState state, Instant since, int viewers, boolean exceeds, List<Track> tracks,
            List<TrackStatistics> measured) {
        StreamStatistics statistics = Answers.of(StreamStatistics.class,
                Map.of("ringBytes", 4_200_000L, "readerJumps", 1L, "viewers", viewers, "tracks", measured, "gopExceedsRing",
                        exceeds));
        return Answers.of(LiveStream.class, Map.of(
                "key", StreamKey.parse(key), "state", state, "since", since, "tracks", tracks, "statistics", statistics,
                "isReady", state != StreamState.STARTING, "end", (Answers.Call) reason -> ends(key, reason)));
    }

    private Object ends(String what, Object[] reason) {
        ended.add(what + " " + ((CloseReason) reason[0]).code());
        return null;
    }

    private static TrackStatistics measured(int track, long bitrate, double frameRate, long interval) {
        return Answers.of(TrackStatistics.class,
                Map.of("track", track, "bitrate", bitrate, "frameRate", frameRate, "keyframeInterval", interval));
    }

    private Session session(String id, Session.Role role, Session.State state, InetSocketAddress peer, Instant since,
            long in, long out, long lag, long skipped) {
        Map<String, Object> answers = new HashMap<>(Map.of(
                "id", id, "protocol", "rtmp", "role", role, "state", state, "stream", StreamKey.parse("live/cam"), "since", since,
                "bytesIn", in, "bytesOut", out, "lag", lag));
        answers.put("skipped", skipped);
        answers.put("firstMedia", in + out == 0 ? -1L : 70_000_000L);
        answers.put("peer", peer);
        answers.put("close", (Answers.Call) reason -> ends(id, reason));
        return Answers.of(Session.class, answers);
    }

    private static String squeezed(String line) {
        return line.trim().replaceAll(" +", " ");
    }

    /** Each text begins in the column in which the heading does. */
    private static void assertAligned(String table, String heading, String... texts) {
        int column = table.indexOf(heading);
        for (String text : texts) {
            Optional<String> line = table.lines().filter(one -> one.contains(text)).findFirst();
            assertEquals(column, line.orElseThrow().indexOf(text), text);
        }
    }
}
