package arcly.hls;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Publication;
import arcly.api.stream.StreamKey;
import arcly.core.Kernel;
import arcly.hls.viewer.HlsRoutes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A kernel whose time the test owns, with HLS on it. */
final class Scene implements AutoCloseable {
    static final StreamKey CAM = StreamKey.of("live", "cam");

    final Kernel kernel;
    HlsServer server;
    private long nanos = 1_000_000_000L;

    Scene(Map<String, ?> application, Map<String, ?> settings) {
        kernel = Kernel.builder().clocks(() -> nanos, new WallClock()).executor(Runnable::run).application("live", application)
                .build();
        Map<String, Object> all = new HashMap<>(settings);
        all.put("applies", "*");
        kernel.packagers().configure("arcly.hls~test", "hls", all);
    }

    /** HLS comes. */
    Scene install() {
        server = new HlsServer(Map.of("stream.wait", 1000), kernel.sessions());
        kernel.packagers().add(server, "hls", 0, "test");
        return this;
    }

    /** HLS goes. */
    void remove() {
        kernel.packagers().remove(server);
        server.stop();
    }

    void pass(Duration time) {
        long end = nanos + time.toNanos();
        while (nanos < end) {
            nanos = Math.min(end, nanos + 10_000_000);
            kernel.tick();
        }
    }

    Publication publish(List<Track> tracks) {
        Publication publication = kernel.sessions().open(SessionRequest.publisher("test", CAM).build())
                .publish(Duration.ofSeconds(1)).get();
        publication.declare(tracks, true);
        return publication;
    }

    /** Publishes at the speed of the frames' times. */
    void publish(Publication publication, List<Frame> frames) {
        long last = frames.get(0).dts();
        for (Frame frame : frames) {
            if (frame.dts() > last) {
                pass(Duration.ofNanos(frame.dts() - last));
                last = frame.dts();
            }
            if (publication.publish(frame) != Publication.Result.ACCEPTED) {
                throw new AssertionError(frame + " was not accepted");
            }
        }
    }

    Request index() {
        Request request = request();
        ask(request);
        return request;
    }

    Request request() {
        return new Request(Map.of("app", "live", "name", "cam"));
    }

    void ask(Request index) {
        HlsRoutes.index(server).handle(index);
    }

    Request get(String ticket, String file) {
        Request request = new Request(Map.of("app", "live", "name", "cam", "ticket", ticket, "file", file));
        HlsRoutes.files(server).handle(request);
        return request;
    }

    /** What stands in the multivariant playlist's addresses. */
    static String ticket(Request index) {
        String text = index.text();
        int at = text.indexOf('~') + 1;
        return text.substring(at, text.indexOf('/', at));
    }

    /** Fetches all there is and writes it as it is addressed. */
    void download(Path folder, Request index, String ticket) throws IOException {
        Path under = Files.createDirectories(folder.resolve("~" + ticket));
        Files.write(folder.resolve("index.m3u8"), index.bytes());
        for (String line : index.text().lines().toList()) {
            String name = !line.startsWith("#") ? line : line.contains("URI=\"") ? quoted(line) : null;
            if (name != null) {
                playlist(ticket, name.substring(name.indexOf('/') + 1), under);
            }
        }
    }

    private void playlist(String ticket, String name, Path under) throws IOException {
        Request playlist = get(ticket, name);
        Files.write(under.resolve(name), playlist.bytes());
        for (String line : playlist.text().lines().toList()) {
            String file = !line.startsWith("#") ? line : line.contains("URI=\"") ? quoted(line) : null;
            if (file != null) {
                Files.write(under.resolve(file), get(ticket, file).bytes());
            }
        }
    }

    private static String quoted(String line) {
        int at = line.indexOf("URI=\"") + 5;
        return line.substring(at, line.indexOf('"', at));
    }

    @Override
    public void close() {
        if (server != null) {
            server.stop();
        }
        kernel.close();
    }

    private final class WallClock extends Clock {
        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return Instant.parse("2026-01-01T00:00:00Z").plusNanos(nanos - 1_000_000_000L);
        }
    }
}
