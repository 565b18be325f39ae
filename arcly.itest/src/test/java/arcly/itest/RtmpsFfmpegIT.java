package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.itest.container.Home;
import arcly.itest.container.Jars;
import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Packets;
import arcly.itest.ffmpeg.Tool;
import arcly.itest.peer.TlsIdentity;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** FFmpeg publishes and plays over RTMPS, checks the certificate, and sees nothing of replacements. */
class RtmpsFfmpegIT {
    private static final int SECONDS = 30;
    private static final int REPLACEMENTS = 3;
    private static final int KEYFRAME_FRAMES = 50;
    private static final long PATIENCE_SECONDS = SECONDS + 30;

    private static Distribution arcly;
    private static Ffmpeg ffmpeg;
    private static Path authority;
    private static int port;
    private static int httpsPort;
    private static TlsIdentity server;

    @BeforeAll
    static void start() throws Exception {
        ffmpeg = Ffmpeg.unpacked();
        Home home = Home.copy("dist-rtmps");
        port = Ports.free();
        httpsPort = Ports.free();
        home.configure("arcly.rtmp", Map.of("rtmps.port", port));
        home.configure("arcly.http", Map.of("https.port", httpsPort));
        arcly = Distribution.start(home);
        server = TlsIdentity.make("EC");
        authority = server.writeCertificate(home.root().resolve("authority.pem"));
        // Until here RTMPS was off, and the log has said so and what to do.
        assertThat(Ports.listens(port)).isFalse();
        assertThat(home.logLines("rtmps is off")).hasSize(1).first().asString().contains("etc/arcly.tls~default.cfg");
        server.write(home.etc().resolve("server.pem"));
        home.configure("arcly.tls~default", Map.of("certificate", "server.pem"));
        Until.holds("RTMPS listens", 15, () -> Ports.listens(port));
    }

    @AfterAll
    static void stop() {
        if (arcly != null) {
            arcly.close();
        }
    }

    @Test
    void everyFrameComesBackWhileRtmpIsReplaced() throws Exception {
        Path source = ffmpeg.source(SECONDS, 2);
        try (Tool publisher = ffmpeg.start(arcly.root(), "tls-publisher", "-v", "info", "-re", "-i", source.toString(),
                        "-map", "0", "-c", "copy", "-f", "flv", "-verify", "1", "-cafile", authority.toString(), url("cam"));
                Tool player = ffmpeg.start(arcly.root(), "tls-player",
                        play("cam", "-c", "copy", "-copyts", "-f", "framecrc", "-"));
                Tool decoder = ffmpeg.start(arcly.root(), "tls-decoder", play("cam", "-xerror", "-f", "null", "-"))) {
            Path original = Files.copy(arcly.home().plugin("arcly.rtmp"), arcly.root().resolve("arcly.rtmp.original"));
            for (int i = 1; i <= REPLACEMENTS; i++) {
                Until.passes(2_000);
                Path part = Files.write(arcly.home().plugins().resolve("part"), Jars.newer(original, i));
                Files.move(part, arcly.home().plugin("arcly.rtmp"), StandardCopyOption.ATOMIC_MOVE,
                        StandardCopyOption.REPLACE_EXISTING);
                int count = i;
                Until.holds("RTMP is replaced", 15, () -> arcly.home().logLines("arcly.rtmp.jar").size() > count);
            }
            assertThat(publisher.await(PATIENCE_SECONDS)).as("publisher: " + publisher.errors()).isZero();
            assertThat(player.await(10)).as("player: " + player.errors()).isZero();
            assertThat(decoder.await(10)).as("decoder: " + decoder.errors()).isZero();
            assertThat(decoder.errors()).as("warnings while decoding").isEmpty();
            Tool read = ffmpeg.run(arcly.root(), "tls-source", 30, "-v", "warning", "-i", source.toString(), "-map", "0:v",
                    "-map", "0:a", "-c", "copy", "-copyts", "-f", "framecrc", "-");
            for (int track : new int[] {0, 1}) {
                List<String> sent = contents(read, track);
                List<String> received = contents(player, track);
                assertThat(received).hasSizeGreaterThan(sent.size() * 3 / 4);
                int from = sent.size() - received.size();
                assertThat(received).containsExactlyElementsOf(sent.subList(from, sent.size()));
                assertThat(track == 0 ? from % KEYFRAME_FRAMES : 0).isZero();
            }
        }
        assertThat(arcly.home().logLines("LEAK")).as("buffers that were not released").isEmpty();
    }

    @Test
    void plainRtmpOnTheSecurePortIsToldApart() throws Exception {
        try (Tool plain = ffmpeg.start(arcly.root(), "plain", "-v", "info", "-rw_timeout", "10000000", "-i",
                "rtmp://localhost:" + port + "/live/cam", "-f", "null", "-")) {
            assertThat(plain.await(20)).isNotZero();
        }
        Until.holds("the log says why", 10, () -> arcly.home().logLines("rtmps: TLS handshakes failed").stream()
                .anyMatch(line -> line.contains("what came is not TLS")));
    }

    @Test
    void pagesComeBehindTlsToo() throws Exception {
        Until.holds("HTTPS listens", 15, () -> Ports.listens(httpsPort));
        HttpClient browser = HttpClient.newBuilder().sslContext(TlsIdentity.trusting(List.of(server))).build();
        URI health = URI.create("https://localhost:" + httpsPort + "/health");
        HttpResponse<String> answer = browser.send(HttpRequest.newBuilder(health).build(),
                HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.sslSession()).hasValueSatisfying(tls -> assertThat(tls.getProtocol()).isEqualTo("TLSv1.3"));
    }

    private static String url(String stream) {
        return "rtmps://localhost:" + port + "/live/" + stream;
    }

    private static String[] play(String stream, String... output) {
        List<String> all = new ArrayList<>(List.of("-v", "warning", "-rw_timeout", "20000000", "-verify", "1", "-cafile",
                authority.toString(), "-i", url(stream), "-map", "0:v", "-map", "0:a"));
        all.addAll(List.of(output));
        return all.toArray(String[]::new);
    }

    private static List<String> contents(Tool tool, int track) throws Exception {
        return Packets.of(Packets.read(tool.output()), track).stream().map(Packets.Packet::content).toList();
    }
}
