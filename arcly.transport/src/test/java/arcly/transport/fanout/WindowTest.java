package arcly.transport.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WindowTest {
    private static final int VIDEO = 0;
    private static final int AUDIO = 1;
    private static final long VIDEO_NANOS = 33_333_333;
    private static final long AUDIO_NANOS = 21_333_333;

    private final List<Long> waits = new ArrayList<>();
    private long now = 1;

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }

    private static Window window(long millis) {
        return new Window(millis(millis), new LoopLoad(0));
    }

    /** Ten seconds in real time; returns how often it flushed, and notes how long each frame waited. */
    private int play(Window window, long videoNanos, long audioNanos) {
        long video = videoNanos;
        long audio = audioNanos + millis(7);
        long end = Long.MAX_VALUE;
        int flushes = 0;
        List<Long> waiting = new ArrayList<>();
        while (now < TimeUnit.SECONDS.toNanos(10)) {
            now = Math.min(end, Math.min(video, audio));
            boolean over = end <= now;
            if (!over) {
                boolean isVideo = video <= audio;
                window.arrived(isVideo ? VIDEO : AUDIO, now, now);
                waiting.add(now);
                video += isVideo ? videoNanos : 0;
                audio += isVideo ? 0 : audioNanos;
                long left = window.left(now, false);
                over = left <= 0;
                end = now + left;
            }
            if (over) {
                waiting.forEach(since -> waits.add(now - since));
                waiting.clear();
                window.flushed(now, now);
                end = Long.MAX_VALUE;
                flushes++;
            }
        }
        return flushes;
    }

    @Test
    void withoutAWindowNothingWaits() {
        assertThat(window(0).left(now, true)).isZero();
    }

    @Test
    void streamWhoseFramesLieFurtherApartThanTheWindowWaitsForNothing() {
        assertThat(play(window(20), VIDEO_NANOS, Long.MAX_VALUE / 2)).isBetween(299, 301);
        assertThat(waits.subList(2, waits.size())).containsOnly(0L);
    }

    @Test
    void videoAndAudioGoOutTogetherAndNothingWaitsForLongerThanTheWindow() {
        int flushes = play(window(25), VIDEO_NANOS, AUDIO_NANOS);
        assertThat(flushes / 10).as("flushes a second").isEqualTo(30);
        assertThat(waits).allMatch(wait -> wait <= millis(25));
    }

    @Test
    void longerWindowMakesFewerFlushes() {
        int flushes = play(window(40), VIDEO_NANOS, AUDIO_NANOS);
        assertThat(flushes / 10).as("flushes a second").isBetween(21, 24);
        assertThat(waits).allMatch(wait -> wait <= millis(40));
    }

    @Test
    void writesOfAThirdOfASecondGoOutTogether() {
        assertThat(play(window(350), VIDEO_NANOS, AUDIO_NANOS)).isBetween(25, 30);
    }

    @Test
    void flushThatTakesLongBeginsEarlier() {
        Window window = window(40);
        window.flushed(now, now + millis(9));
        assertThat(window.left(now, true)).isEqualTo(millis(40));
        window.flushed(now, now + millis(18));
        assertThat(window.left(now, true)).isEqualTo(millis(32));
        window.flushed(now, now + millis(100));
        assertThat(window.left(now, true)).as("half of the window at least").isEqualTo(millis(20));
    }

    @Test
    void trackThatHasStoppedIsNotWaitedFor() {
        Window window = window(40);
        for (int i = 0; i < 10; i++) {
            now += VIDEO_NANOS;
            window.arrived(VIDEO, now, now);
        }
        now += 10 * VIDEO_NANOS;
        window.arrived(AUDIO, now, now);
        assertThat(window.left(now, false)).isZero();
    }

    @Test
    void endOfAWindowStaysWhateverComesMeanwhile() {
        Window window = window(40);
        assertThat(window.left(now, true)).isEqualTo(millis(40));
        now += millis(15);
        assertThat(window.left(now, true)).isEqualTo(millis(25));
    }

    @Test
    void manyTracksAreLearnt() {
        Window window = window(40);
        for (int track = 0; track < 63; track++) {
            window.arrived(track, 0, now);
        }
        window.arrived(62, millis(30), now + millis(30));
        assertThat(window.left(now + millis(30), false)).isEqualTo(millis(40));
        assertThat(window.left(now + millis(50), false)).isEqualTo(millis(20));
    }
}
