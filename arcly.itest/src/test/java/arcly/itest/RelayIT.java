package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import arcly.itest.container.Home;
import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Packets;
import arcly.itest.ffmpeg.Packets.Packet;
import arcly.itest.ffmpeg.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Streams are pushed to FFmpeg and nginx-rtmp as servers, and pulled from them: every frame arrives. */
class RelayIT {
    private static final int SECONDS = 30; // the source that other tests have made already
    private static final long PATIENCE_SECONDS = SECONDS + 60;
    private static final int LEAST_FRAMES = 25 * SECONDS / 2;
    private static final Path NGINX_MODULE = Path.of("/usr/lib/nginx/modules/ngx_rtmp_module.so");
    private static final String SECRET = "pa55w0rd";

    private static Distribution arcly;
    private static Ffmpeg ffmpeg;

    @BeforeAll
    static void start() throws Exception {
        ffmpeg = Ffmpeg.unpacked();
        Home home = Home.copy("dist-relays");
        home.configure("arcly.application~back", Map.of("grace", 1000));
        arcly = Distribution.start(home);
    }

    @AfterAll
    static void stop() {
        if (arcly != null) {
            arcly.close();
        }
    }

    @Test
    void ffmpegListensToAPush() throws Exception {
        int port = Ports.free();
        Path source = ffmpeg.source(SECONDS, 2);
        configure("push~ffmpeg", Map.of("streams", "live/pushed", "targets",
                "rtmp://127.0.0.1:" + port + "/app/" + SECRET + "?key=" + SECRET, "retry.max", 1000));
        try (Tool listener = ffmpeg.start(arcly.root(), "listener", "-v", "warning", "-listen", "1", "-i",
                "rtmp://127.0.0.1:" + port + "/app/" + SECRET, "-map", "0:v", "-map", "0:a", "-c", "copy", "-copyts", "-f",
                "framecrc", "-");
                Tool publisher = publish(source, arcly.url("live/pushed"))) {
            assertThat(publisher.await(PATIENCE_SECONDS)).as(publisher.errors()).isZero();
            assertThat(listener.await(PATIENCE_SECONDS)).as(listener.errors()).isZero();
            isTheEndOf(source, listener.output());
        } finally {
            remove("push~ffmpeg");
        }
        assertThat(arcly.home().logLines(SECRET)).isEmpty();
        assertThat(arcly.console()).doesNotContain(SECRET);
    }

    @Test
    void ffmpegServesAPull() throws Exception {
        int port = Ports.free();
        Path source = ffmpeg.source(SECONDS, 2);
        configure("pull~ffmpeg", Map.of("stream", "back/ffmpeg", "source", "rtmp://127.0.0.1:" + port + "/app/cam", "retry.max",
                1000));
        try (Tool server = ffmpeg.start(arcly.root(), "server", "-v", "warning", "-re", "-i", source.toString(), "-map", "0",
                "-c", "copy",
                "-listen", "1", "-f", "flv", "rtmp://127.0.0.1:" + port + "/app/cam");
                Tool reader = read("back/ffmpeg")) {
            assertThat(server.await(PATIENCE_SECONDS)).as(server.errors()).isZero();
            assertThat(reader.await(PATIENCE_SECONDS)).as(reader.errors()).isZero();
            isTheEndOf(source, reader.output());
        } finally {
            remove("pull~ffmpeg");
        }
    }

    @Test
    void nginxIsPushedToAndPulledFrom() throws Exception {
        assumeTrue(Files.exists(NGINX_MODULE), "no nginx-rtmp here: the package libnginx-mod-rtmp brings it");
        int port = Ports.free();
        Path source = ffmpeg.source(SECONDS, 2);
        try (Tool nginx = nginx(port)) {
            Until.holds(() -> "nginx listens; it says " + errors(nginx), PATIENCE_SECONDS, () -> Ports.listens(port));
            configure("push~nginx", Map.of("streams", "live/nginx", "targets", "rtmp://127.0.0.1:" + port + "/live/{name}"));
            configure("pull~nginx", Map.of("stream", "back/*", "source", "rtmp://127.0.0.1:" + port + "/live/{name}", "mode",
                    "ondemand"));
            try (Tool publisher = publish(source, arcly.url("live/nginx"))) {
                Until.holds(() -> "the push runs: " + arcly.console(), PATIENCE_SECONDS,
                        () -> !arcly.home().logLines("push of live/nginx to rtmp://127.0.0.1:" + port + "/live/nginx: running")
                        .isEmpty());
                try (Tool reader = read("back/nginx")) {
                    assertThat(publisher.await(PATIENCE_SECONDS)).as(publisher.errors()).isZero();
                    assertThat(reader.await(PATIENCE_SECONDS)).as(reader.errors()).isZero();
                    isTheEndOf(source, reader.output());
                }
            }
        } finally {
            remove("push~nginx");
            remove("pull~nginx");
        }
    }

    private static String errors(Tool tool) {
        try {
            return tool.errors();
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static Tool nginx(int port) throws Exception {
        Path folder = arcly.root().resolve("nginx");
        Files.createDirectories(folder);
        Path file = folder.resolve("nginx.conf");
        Files.writeString(file, "load_module " + NGINX_MODULE + ";\nworker_processes 1;\ndaemon off;\npid "
                + folder.resolve("pid")
                + ";\nerror_log stderr info;\nevents { worker_connections 64; }\n"
                + "rtmp { server { listen 127.0.0.1:" + port + "; chunk_size 4096; application live { live on; } } }\n");
        return Tool.start(folder, "nginx", Map.of(), List.of("nginx", "-c", file.toString(), "-p", folder.toString()));
    }

    private static Tool publish(Path source, String url) throws Exception {
        return ffmpeg.start(arcly.root(), "publisher", "-v", "warning", "-re", "-i", source.toString(), "-map", "0", "-c", "copy",
                "-f", "flv",
                url);
    }

    /** Waits for the stream, and copies it to its end. */
    private static Tool read(String stream) throws Exception {
        return ffmpeg.start(arcly.root(), "reader", "-v", "warning", "-rw_timeout", "30000000", "-i", arcly.url(stream), "-map",
                "0:v",
                "-map", "0:a", "-c", "copy", "-copyts", "-f", "framecrc", "-");
    }

    private static void configure(String name, Map<String, ?> keys) throws Exception {
        arcly.home().configure("arcly.rtmp." + name, keys);
    }

    private static void remove(String name) throws Exception {
        Files.deleteIfExists(arcly.home().etc().resolve("arcly.rtmp." + name + ".cfg"));
    }

    /** Every frame from some key frame on arrived, in order, with its content. */
    private static void isTheEndOf(Path source, String framecrc) throws Exception {
        Tool whole = ffmpeg.run(arcly.root(), "source", 30, "-v", "warning", "-i", source.toString(), "-map", "0:v", "-map",
                "0:a", "-c",
                "copy", "-copyts", "-f", "framecrc", "-");
        List<Packet> sent = Packets.read(whole.output());
        List<Packet> received = Packets.read(framecrc);
        for (int track = 0; track < 2; track++) {
            List<String> all = contents(sent, track);
            List<String> arrived = contents(received, track);
            assertThat(arrived).as("frames of track " + track).hasSizeBetween(LEAST_FRAMES, all.size());
            assertThat(arrived).as("contents of track " + track).isEqualTo(all.subList(all.size() - arrived.size(), all.size()));
        }
    }

    private static List<String> contents(List<Packet> packets, int track) {
        return Packets.of(packets, track).stream().map(Packet::content).toList();
    }
}
