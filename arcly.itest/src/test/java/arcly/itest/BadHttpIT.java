package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import arcly.api.session.Session;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.StreamKey;
import arcly.api.stream.Streams;
import arcly.itest.container.Containers;
import arcly.itest.container.Home;
import arcly.itest.peer.HlsPlaylist;
import arcly.itest.peer.HlsPlaylist.Segment;
import arcly.itest.peer.HlsViewer;
import arcly.itest.peer.HttpLink;
import arcly.itest.peer.HttpLink.Reply;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.TimelessPublisher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;

/** HTTP clients that err, lie or stop in the middle, and publishers whose streams are awkward to package; a good viewer beside does not notice. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadHttpIT {
    private static final int HEADER_TIMEOUT_MILLIS = 10_000;
    private static final int BODY_TIMEOUT_MILLIS = 3_000;
    private static final int REPLY_TIMEOUT_MILLIS = 3_000;
    private static final int STREAM_WAIT_MILLIS = 50;
    private static final int CONNECTIONS = 100;
    private static final int REQUESTS_EACH = 40;
    private static final long GROWTH_BYTES = 8L << 20;
    private static final int FRAME_BYTES = 400;
    private static final int SECOND_FRAMES = 25;
    private static final int LEVEL_3_0 = 30;
    private static final int LEVEL_3_1 = 31;
    private static final String KEY = "open-sesame";

    @Inject
    private Sessions sessions;
    @Inject
    private Streams streams;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int rtmp = Integer.getInteger(Containers.RTMP_PORT, 0);
    private final int http = Integer.getInteger(Containers.HTTP_PORT, 0);
    private NumberedPublisher publisher;
    private HlsViewer viewer;

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arclyWatchingBuffers("exam-bad-http");
        Home.at(Path.of("target", "exam-bad-http").toAbsolutePath())
                .configure("arcly.http", Map.of("header.timeout", HEADER_TIMEOUT_MILLIS, "body.timeout", BODY_TIMEOUT_MILLIS,
                        "reply.timeout", REPLY_TIMEOUT_MILLIS))
                .configure("arcly.hls.server", Map.of("stream.wait", STREAM_WAIT_MILLIS))
                .configure("arcly.hls~itest", Map.of("applies", "live/*", "segment.time", 1_000, "segments", 60))
                .configure("arcly.application~locked", Map.of("name", "locked", "play.key", KEY));
        return options;
    }

    @Before
    public void publishAndWatch() throws Exception {
        Until.holds("RTMP and HTTP listen", 20, () -> Ports.listens(rtmp) && Ports.listens(http));
        publisher = NumberedPublisher.publish(rtmp, "live", "good");
        await("live/good");
        viewer = HlsViewer.watch(http, "live/good");
        Until.holds("a segment", 10, () -> viewer.segments() > 0);
    }

    @After
    public void nobodyElseNoticed() throws Exception {
        int seen = viewer.segments();
        try (NumberedPublisher sending = publisher; HlsViewer watching = viewer) {
            Until.holds(() -> "the good viewer goes on: " + viewer.faults(), 10, () -> viewer.segments() > seen);
            assertEquals(List.of(), watching.faults());
            assertEquals(null, sending.closedBy());
        }
        assertEquals("buffers that were not released", List.of(), Containers.leaks(home));
    }

    @Test
    public void pathsThatWantOut() throws Exception {
        for (String path : List.of("/../etc/arcly.http.cfg", "/live/../../etc/arcly.http.cfg", "/live/%2e%2e/%2E%2E/etc/passwd",
                "/live/%2fetc%2fpasswd", "/live\\..\\..", "/live/good/..;/index.m3u8", "/live/good/%00index.m3u8", "/live/good/%c0%ae%c0%ae",
                "/live/good/index.m3u8%20", "/live/good/%", "/live/good/%zz", "//live/good/index.m3u8", "/live//good/index.m3u8",
                "/~hls/../index.m3u8", "/~hls/%2e%2e/OSGI-INF/MANIFEST.MF", "/~hls/..%5c..%5cetc", "/~hls/arcly/hls/HlsServer.class",
                "/live/good/~/main.m3u8", "/live/good/~x/../../index.m3u8", "/live/good/~1.2/main.m3u8", "/live/~good/index.m3u8",
                "http://localhost/live/good/index.m3u8", "*", "live/good/index.m3u8", "/live/" + "a/".repeat(200) + "index.m3u8")) {
            try (HttpLink link = HttpLink.open(http)) {
                Reply reply = link.get(path);
                String said = path + ": " + reply.status() + " " + reply.headers() + " " + reply.text();
                // 301 is what a page's address without its slash is answered, and no page is known by a strange name
                assertTrue(said, List.of(301, 400, 404, 410).contains(reply.status()));
                assertFalse(said, reply.header("location").contains("..") || reply.header("location").startsWith("//"));
            }
        }
    }

    @Test
    public void headsThatAreAbsurd() throws Exception {
        String host = "Host: localhost\r\n";
        refused(414, "GET /" + "a".repeat(20_000) + " HTTP/1.1\r\n" + host + "\r\n");
        refused(431, "GET / HTTP/1.1\r\n" + host + "X: " + "a".repeat(100_000) + "\r\n\r\n");
        refused(431, "GET / HTTP/1.1\r\n" + host + "X: y\r\n".repeat(200) + "\r\n");
        refused(400, "GET / HTTP/1.1\r\n\r\n");
        refused(400, "GET / HTTP/1.1\r\n" + host + host + "\r\n");
        refused(400, "GET / HTTP/1.1\r\n" + host + "X : y\r\n\r\n");
        refused(400, "GET / HTTP/1.1\r\n" + host + "X: a\0b\r\n\r\n");
        refused(400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 1\r\nContent-Length: 2\r\n\r\n");
        refused(400, "POST / HTTP/1.1\r\n" + host + "Content-Length: -1\r\n\r\n");
        refused(400, "POST / HTTP/1.1\r\n" + host + "Content-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        refused(400, "\0\1\2\3 garbage\r\n\r\n");
        try (HttpLink link = HttpLink.open(http)) {
            link.send("DELETE", "/live/good/index.m3u8");
            assertEquals(405, link.read().status());
            link.send("GET", "/health", "Accept-Encoding: " + "gzip;q=9,".repeat(500) + "\r\n", "If-None-Match: \"\r\n",
                    "Cookie: " + "x".repeat(8_000) + "\r\n");
            assertEquals("strange, not wrong", 200, link.read().status());
        }
    }

    private void refused(int status, String request) throws IOException {
        try (HttpLink link = HttpLink.open(http)) {
            link.write(request);
            String shown = request.substring(0, Math.min(80, request.length()));
            assertEquals(shown, status, link.read().status());
            assertTrue("closed after " + shown, link.ends(3_000));
        }
    }

    @Test
    public void aHeadThatDoesNotEnd() throws Exception {
        try (HttpLink half = HttpLink.open(http)) {
            half.write("GET /health HTTP/1.1\r\nHost: loc");
            assertEquals(408, half.read().status());
            assertTrue("closed", half.ends(5_000));
        }
    }

    /** Whole seconds pass between the bytes, so the body would take a quarter of an hour. */
    @Test
    public void aBodyThatDribbles() throws Exception {
        try (HttpLink link = HttpLink.open(http)) {
            link.send("GET", "/health", "Content-Length: 1000\r\n");
            assertEquals("nobody reads the body", 200, link.read().status());
            Until.holds("closed", 20, () -> !tellsMore(link, "x") || link.ends(1_000));
        }
    }

    private static boolean tellsMore(HttpLink link, String text) {
        try {
            link.write(text);
            return true;
        } catch (IOException closed) {
            return false;
        }
    }

    /** Segments are asked for without end, and not a byte of them is read. */
    @Test
    public void whoAsksForMuchAndReadsNothing() throws Exception {
        try (HttpLink link = HttpLink.open(http)) {
            String folder = media(link, "live/good");
            String segment = folder + playlist(link, folder).segments().get(0).name();
            String request = ("GET " + segment + " HTTP/1.1\r\nHost: localhost\r\n\r\n").repeat(100);
            Thread asks = new Thread(() -> {
                while (tellsMore(link, request)) {
                    // on and on: it stands still once the server takes no more, and ends when that cuts it off
                }
            }, "asks-for-much");
            asks.start();
            asks.join(20_000);
            assertFalse("cut off", asks.isAlive());
            assertTrue("nothing is kept for it", link.ends(3_000));
        }
    }

    @Test
    public void thousandsOfStreamsThatAreNotThere() throws Exception {
        absent(0);
        long before = used();
        absent(1);
        long grown = used() - before;
        assertTrue(CONNECTIONS * REQUESTS_EACH + " requests for absent streams keep " + grown + " bytes", grown < GROWTH_BYTES);
        assertEquals("sessions", List.of(),
                sessions.list().stream().filter(session -> session.stream().name().startsWith("none-")).toList());
    }

    private void absent(int round) throws Exception {
        List<HttpLink> links = new ArrayList<>();
        for (int request = 0; request < REQUESTS_EACH; request++) {
            for (int i = 0; i < CONNECTIONS; i++) {
                if (request == 0) {
                    links.add(HttpLink.open(http));
                }
                links.get(i).send("GET", "/live/none-" + round + "-" + i + "-" + request + (request % 4 == 0 ? "/~1.x/main.m3u8"
                        : request % 4 == 1 ? "/whatever" : "/index.m3u8"));
            }
            for (HttpLink link : links) {
                int status = link.read().status();
                assertTrue("status " + status, status == 301 || status == 404 || status == 410);
            }
        }
        for (HttpLink link : links) {
            link.close();
        }
    }

    private static long used() {
        for (int i = 0; i < 3; i++) {
            System.gc();
        }
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @Test
    public void rangesAndConditions() throws Exception {
        try (HttpLink link = HttpLink.open(http)) {
            String folder = media(link, "live/good");
            String path = folder + playlist(link, folder).segments().get(0).name();
            Reply whole = link.get(path);
            int length = whole.body().length;
            Reply past = link.get(path, "Range: bytes=" + length + "-\r\n");
            assertEquals(416, past.status());
            assertEquals("bytes */" + length, past.header("content-range"));
            assertEquals("a number beyond all", 416, link.get(path, "Range: bytes=99999999999999999999-\r\n").status());
            Reply over = link.get(path, "Range: bytes=" + (length - 5) + "-" + (length + 1_000) + "\r\n");
            assertEquals(206, over.status());
            assertEquals("bytes " + (length - 5) + "-" + (length - 1) + "/" + length, over.header("content-range"));
            assertEquals(5, over.body().length);
            assertEquals(7, link.get(path, "Range: bytes=-7\r\n").body().length);
            assertEquals("a range that is none is passed over", 200, link.get(path, "Range: bytes=5-2\r\n").status());
            assertEquals("nor is one of another unit", 200, link.get(path, "Range: frames=0-2\r\n").status());
            link.send("HEAD", path);
            Reply head = link.read(false);
            assertEquals(Integer.toString(length), head.header("content-length"));
            if (!whole.header("etag").isEmpty()) {
                assertEquals(304, link.get(path, "If-None-Match: " + whole.header("etag") + "\r\n").status());
            }
            assertEquals(200, link.get("/health").status());
        }
    }

    @Test
    public void parametersThatChangeEverySecond() throws Exception {
        try (TimelessPublisher source = TimelessPublisher.publish(rtmp, "live", "restless", FRAME_BYTES); HttpLink link = HttpLink.open(http)) {
            for (int second = 0; second < 12; second++) {
                if (second == 11) {
                    ready("live/restless");
                }
                source.videoHeader(second * 1_000L, second % 2 == 0 ? LEVEL_3_0 : LEVEL_3_1);
                source.video(second * 1_000L, (second + 1) * 1_000L, SECOND_FRAMES);
            }
            await("live/restless");
            String folder = media(link, "live/restless");
            Until.holds("the segments", 10, () -> playlist(link, folder).segments().size() >= 11);
            List<Segment> segments = playlist(link, folder).segments();
            for (Segment segment : segments) {
                assertEquals("before " + segment, segment.sequence() > 0, segment.discontinuity());
                assertEquals(200, link.get(folder + segment.init()).status());
                assertEquals(200, link.get(folder + segment.name()).status());
                assertEquals(1.0, segment.seconds(), 0.01);
            }
            assertEquals("an initialisation each", segments.size(), segments.stream().map(Segment::init).distinct().count());
        }
    }

    @Test
    public void noSound() throws Exception {
        try (TimelessPublisher source = TimelessPublisher.publish(rtmp, "live", "mute", FRAME_BYTES); HttpLink link = HttpLink.open(http)) {
            source.videoHeader(0, LEVEL_3_0);
            source.video(0, 4_000, SECOND_FRAMES);
            ready("live/mute");
            source.video(4_000, 5_000, SECOND_FRAMES);
            await("live/mute");
            String index = link.get("/live/mute/index.m3u8").text();
            assertTrue(index, index.contains("CODECS=\"avc1.42C01E\"") || index.contains("CODECS=\"avc1.42c01e\""));
            assertEquals(4, playlist(link, media(link, "live/mute")).segments().size());
        }
    }

    @Test
    public void noPicture() throws Exception {
        try (TimelessPublisher source = TimelessPublisher.publish(rtmp, "live", "blind", FRAME_BYTES); HttpLink link = HttpLink.open(http)) {
            source.audioHeader();
            source.audio(0, 7_000);
            ready("live/blind");
            source.audio(7_000, 8_000);
            await("live/blind");
            String index = link.get("/live/blind/index.m3u8").text();
            assertTrue(index, index.contains("CODECS=\"mp4a.40.2\"") && !index.contains("RESOLUTION"));
            String folder = media(link, "live/blind");
            for (Segment segment : playlist(link, folder).segments()) {
                assertEquals(1.0, segment.seconds(), 0.06);
                assertEquals(200, link.get(folder + segment.name()).status());
            }
        }
    }

    @Test
    public void aKeyFrameEveryThirtySeconds() throws Exception {
        try (TimelessPublisher source = TimelessPublisher.publish(rtmp, "live", "sparse", FRAME_BYTES); HttpLink link = HttpLink.open(http)) {
            source.videoHeader(0, LEVEL_3_0);
            source.video(0, 69_000, 30 * SECOND_FRAMES);
            ready("live/sparse");
            source.video(69_000, 70_000, 30 * SECOND_FRAMES);
            await("live/sparse");
            String folder = media(link, "live/sparse");
            Until.holds("two segments", 10, () -> playlist(link, folder).segments().size() >= 2);
            HlsPlaylist playlist = playlist(link, folder);
            assertEquals(List.of(30.0, 30.0), playlist.segments().stream().map(Segment::seconds).toList());
            assertTrue("target duration " + playlist.targetSeconds(), playlist.targetSeconds() >= 30);
            assertFalse("the log says so", home.logLines("live/sparse: the publisher sends key frames").isEmpty());
        }
    }

    @Test
    public void aViewerThatIsKicked() throws Exception {
        try (HttpLink link = HttpLink.open(http)) {
            List<String> before = hlsSessions();
            String folder = media(link, "live/good");
            HlsPlaylist playlist = playlist(link, folder);
            List<String> mine = hlsSessions();
            mine.removeAll(before);
            assertEquals("one session more: " + mine, 1, mine.size());
            Session session = sessions.find(mine.get(0)).orElseThrow();
            assertTrue("bytes are counted", session.bytesOut() > 0);
            session.close(CloseReason.KICKED);
            Until.holds("it is gone", 5, () -> sessions.find(session.id()).isEmpty());
            assertEquals("its playlist", 410, link.get(folder + "main.m3u8").status());
            assertEquals("its segments", 410, link.get(folder + playlist.segments().get(0).name()).status());
            assertEquals("who comes again", 200, link.get("/live/good/index.m3u8").status());
        }
    }

    private List<String> hlsSessions() {
        return sessions.list().stream().filter(each -> each.protocol().equals("hls")).map(Session::id)
                .collect(Collectors.toCollection(ArrayList::new));
    }

    @Test
    public void whoHasNoKeyGetsNoByte() throws Exception {
        try (TimelessPublisher source = TimelessPublisher.publish(rtmp, "locked", "film", FRAME_BYTES); HttpLink link = HttpLink.open(http)) {
            source.videoHeader(0, LEVEL_3_0);
            source.video(0, 8_000, SECOND_FRAMES);
            ready("locked/film");
            source.video(8_000, 9_000, SECOND_FRAMES);
            String forwarded = "X-Forwarded-For: 203.0.113.7\r\n"; // who comes through a proxy is not on this machine
            Reply none = link.get("/locked/film/index.m3u8", forwarded);
            assertEquals(401, none.status());
            Reply wrong = link.get("/locked/film/index.m3u8?key=sesame", forwarded);
            assertEquals(403, wrong.status());
            assertFalse(none.text() + wrong.text(), (none.text() + wrong.text()).contains("EXT"));
            assertFalse("a refusal does not tell the key", (none.text() + wrong.text()).contains(KEY));
            assertEquals("without a ticket", 410, link.get("/locked/film/~x.y/main.m3u8", forwarded).status());
            Until.holds("the playlist, with the key", 10,
                    () -> link.get("/locked/film/index.m3u8?key=" + KEY, forwarded).status() == 200);
            String variant = HlsPlaylist.variant(link.get("/locked/film/index.m3u8?key=" + KEY, forwarded).text());
            assertFalse("the key is not in the addresses: " + variant, variant.contains(KEY));
            Reply playlist = link.get("/locked/film/" + variant, forwarded);
            assertEquals(200, playlist.status());
            assertEquals(List.of(), home.logLines(KEY));
        }
    }

    /** Its tracks are known; a stream is packaged from then on, with its next frame. */
    private void ready(String stream) throws Exception {
        Until.holds(stream + " is ready", 10, () -> streams.find(StreamKey.parse(stream)).filter(LiveStream::isReady).isPresent());
    }

    /** Streams are waited for {@link #STREAM_WAIT_MILLIS} only here. */
    private void await(String stream) throws Exception {
        try (HttpLink link = HttpLink.open(http)) {
            Until.holds(stream + " can be watched", 10, () -> link.get("/" + stream + "/index.m3u8").status() == 200);
        }
    }

    /** Opens a session; the folder of its files. */
    private static String media(HttpLink link, String stream) throws IOException {
        String variant = HlsPlaylist.variant(link.get("/" + stream + "/index.m3u8").text());
        return "/" + stream + "/" + variant.substring(0, variant.lastIndexOf('/') + 1);
    }

    private static HlsPlaylist playlist(HttpLink link, String folder) throws IOException {
        return HlsPlaylist.read(link.get(folder + "main.m3u8").text());
    }
}
