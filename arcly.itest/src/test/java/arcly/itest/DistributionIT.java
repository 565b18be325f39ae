package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.itest.container.Home;
import arcly.itest.container.Jars;
import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Tool;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What a user does in the first five minutes, with the distribution as a process of its own. */
class DistributionIT {
    private static final long DRAIN_SECONDS = 5;

    @Test
    void publishPlayReplaceAndStop() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.unpacked();
        Path source = ffmpeg.source(30, 2);
        try (Distribution arcly = Distribution.start("dist-replace");
                NumberedPublisher publisher = NumberedPublisher.publish(arcly.rtmpPort(), "live", "cam");
                NumberedPlayer player = NumberedPlayer.play(arcly.rtmpPort(), "live", "cam");
                Tool sender = ffmpeg.start(arcly.root(), "sender", "-v", "warning", "-re", "-i", source.toString(), "-c", "copy",
                        "-f", "flv", arcly.url("live/nested/film"));
                Tool viewer = ffmpeg.start(arcly.root(), "viewer", "-v", "warning", "-xerror", "-i",
                        arcly.url("live/nested/film"),
                        "-f", "null", "-")) {
            Until.holds("frames", 10, () -> player.videoFrames() > 5 && player.audioFrames() > 5);
            replacePlugin(arcly, 1);
            replacePlugin(arcly, 2);
            long seen = player.videoFrames();
            Until.holds("frames go on", 10, () -> player.videoFrames() > seen + 25);
            assertThat(player.faults()).isEmpty();
            assertThat(publisher.closedBy()).isNull();
            assertThat(sender.isRunning()).as("FFmpeg publishes on: " + sender.errors()).isTrue();
            assertThat(viewer.isRunning()).as("FFmpeg plays on: " + viewer.errors()).isTrue();
            assertThat(viewer.errors()).isEmpty();

            long from = System.nanoTime();
            arcly.process().terminate();
            int exit = arcly.process().await(DRAIN_SECONDS + 3);
            long took = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - from);
            assertThat(arcly.home().logLines("LEAK")).as("buffers that were not released").isEmpty();
            System.out.println("SIGTERM to the end: " + took + " ms, exit " + exit);
            assertThat(took).as("milliseconds from SIGTERM to the end").isLessThan(TimeUnit.SECONDS.toMillis(DRAIN_SECONDS));
            assertThat(player.awaitClose(1_000)).isTrue();
            assertThat(player.closedBy()).isEqualTo("the server closed");
            assertThat(player.statuses()).as("goodbye").anyMatch(code -> code.startsWith("NetStream.Play.UnpublishNotify")
                    || code.startsWith("NetStream.Play.Stop") || code.startsWith("NetConnection.Connect."));
        }
    }

    @Test
    void checkConfigNamesFileKeyValueAndRange() throws Exception {
        Home home = Home.copy("dist-config");
        try (Tool good = Distribution.run(home, "--check-config")) {
            assertThat(good.await(20)).as(good.output() + good.errors()).isZero();
        }
        home.configure("arcly.rtmp", Map.of("port", "70000"));
        try (Tool bad = Distribution.run(home, "--check-config")) {
            assertThat(bad.await(20)).isNotZero();
            assertThat(bad.output() + bad.errors()).contains("arcly.rtmp.cfg", "port", "70000", "65535");
        }
    }

    @Test
    void version() throws Exception {
        try (Tool version = Distribution.run(Home.copy("dist-version"), "--version")) {
            assertThat(version.await(20)).isZero();
            assertThat(version.output()).contains("0.9.0");
        }
    }

    private static void replacePlugin(Distribution arcly, int number) throws Exception {
        Path plugin = arcly.home().plugin("arcly.rtmp");
        byte[] newer = Jars.newer(plugin, number);
        int before = arcly.home().logLines("arcly.rtmp").size();
        Path part = plugin.resolveSibling("arcly.rtmp.jar.part");
        Files.write(part, newer);
        Files.move(part, plugin, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        String version = "0.9.0.v" + (1_000_000 + number);
        Until.holds(() -> "the log tells of " + version + ": " + arcly.home().logLines("arcly.rtmp"), 20,
                () -> arcly.home().logLines("arcly.rtmp").size() > before && !arcly.home().logLines(version).isEmpty());
    }
}
