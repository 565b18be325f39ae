package arcly.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SourceClockTest {
    private static final long MILLI = 1_000_000;
    private static final long SECOND = 1_000 * MILLI;
    private static final long UTC = 1_700_000_000L * SECOND;

    private final SourceClock source = new SourceClock(0);
    private final TrackClock video = source.track(90_000);
    private final TrackClock audio = source.track(48_000);

    private static long ntp(long nanos) {
        return NtpTime.fromUtcNanos(UTC + nanos);
    }

    @Test
    void beforeReportsTracksStartWhenTheyArrive() {
        assertThat(video.toNanos(1_000, 5 * SECOND)).isZero();
        assertThat(audio.toNanos(77_000, 5 * SECOND + 30 * MILLI)).isEqualTo(30 * MILLI);
        assertThat(video.toNanos(1_000 + 90_000, 6 * SECOND)).isEqualTo(SECOND);
        assertThat(video.captureTime(1_000)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void timesGoOnOverTheWrap() {
        assertThat(video.toNanos(0xFFFF_FFFFL - 44_999, 0)).isZero();
        assertThat(video.toNanos(45_000, SECOND)).isEqualTo(SECOND);
        assertThat(video.toNanos(0xFFFF_FFFFL, SECOND)).as("a picture that is shown before").isBetween(499 * MILLI, 500 * MILLI);
    }

    @Test
    void rtpInfoGoesBeforeArrival() {
        video.rtpInfo(0xFFFF_FF00L);
        audio.rtpInfo(500);
        assertThat(video.toNanos(0xFFFF_FF00L + 9_000 & 0xFFFF_FFFFL, 0)).isEqualTo(100 * MILLI);
        assertThat(audio.toNanos(500, 300 * MILLI)).isZero();
    }

    @Test
    void rtpInfoThatIsFarFromThePacketsDoesNotCount() {
        video.rtpInfo(0);
        assertThat(video.toNanos(3_000_000_000L, 0)).isZero();
    }

    @Test
    void trackWhoseReportIsThereIsInStepFromItsFirstPacket() {
        video.toNanos(1_000, 0);
        video.senderReport(ntp(0), 1_000);
        audio.senderReport(ntp(200 * MILLI), 48_000);
        assertThat(audio.toNanos(48_000, 290 * MILLI)).as("late by 90 ms").isBetween(200 * MILLI - 1, 200 * MILLI + 1);
        assertThat(audio.isInStep()).isTrue();
    }

    @Test
    void trackThatIsOffComesIntoStepSmoothly() {
        for (int offMillis : new int[] {-300, -80, 80, 300}) {
            SourceClock each = new SourceClock(0);
            TrackClock first = each.track(90_000);
            TrackClock second = each.track(48_000);
            first.toNanos(0, 0);
            second.toNanos(0, 0); // but what it brings was sampled off the first
            first.senderReport(ntp(0), 0);
            second.senderReport(ntp(offMillis * MILLI), 0);
            long last = 0;
            for (int i = 1; i < 500; i++) {
                long time = second.toNanos(i * 960L, i * 20 * MILLI);
                assertThat(time - last).as("steps of nearly 20 ms").isBetween(18 * MILLI, 22 * MILLI);
                last = time;
            }
            assertThat(last).isBetween((499 * 20 + offMillis) * MILLI - 1_000, (499 * 20 + offMillis) * MILLI + 1_000);
        }
    }

    @Test
    void trackThatIsFarBehindJumps() {
        video.toNanos(0, 0);
        audio.toNanos(0, 0);
        video.senderReport(ntp(0), 0);
        audio.senderReport(ntp(3 * SECOND), 0);
        assertThat(audio.toNanos(960, 20 * MILLI)).isBetween(3_020 * MILLI - 10, 3_020 * MILLI + 10);
    }

    @Test
    void trackThatIsFarAheadLetsTheOthersJump() {
        video.toNanos(0, 0);
        audio.toNanos(0, 0);
        video.senderReport(ntp(0), 0);
        audio.senderReport(ntp(-3 * SECOND), 0);
        assertThat(audio.toNanos(960, 20 * MILLI)).isEqualTo(20 * MILLI);
        assertThat(video.toNanos(3_600, 40 * MILLI)).isBetween(3_040 * MILLI - 10, 3_040 * MILLI + 10);
    }

    @Test
    void clocksThatHaveNothingToDoWithEachOtherAreLeftAlone() {
        video.toNanos(0, 0);
        audio.toNanos(0, 0);
        video.senderReport(ntp(0), 0);
        audio.senderReport(ntp(3_600 * SECOND), 0);
        assertThat(audio.toNanos(960, 20 * MILLI)).isEqualTo(20 * MILLI);
    }

    @Test
    void sourceThatSetsItsClockMovesNothing() {
        video.toNanos(0, 0);
        audio.toNanos(0, 0);
        video.senderReport(ntp(0), 0);
        audio.senderReport(ntp(0), 0);
        video.toNanos(450_000, 5 * SECOND);
        audio.toNanos(240_000, 5 * SECOND);
        video.senderReport(ntp(5 * SECOND - 7_200 * SECOND), 450_000);
        assertThat(audio.isInStep()).as("its last report is of the clock before").isFalse();
        audio.senderReport(ntp(5 * SECOND - 7_200 * SECOND), 240_000);
        assertThat(audio.isInStep()).isTrue();
        assertThat(video.toNanos(540_000, 6 * SECOND)).isEqualTo(6 * SECOND);
        assertThat(audio.toNanos(288_000, 6 * SECOND)).isEqualTo(6 * SECOND);
    }

    @Test
    void reportWithoutAClockSaysNothing() {
        video.toNanos(0, 0);
        video.senderReport(0, 0);
        assertThat(video.isInStep()).isFalse();
    }

    @Test
    void captureTimeIsTheSendersClock() {
        video.toNanos(90_000, 0);
        video.senderReport(ntp(SECOND), 90_000);
        assertThat(video.captureTime(180_000)).isBetween(UTC + 2 * SECOND - 1, UTC + 2 * SECOND + 1);
    }

    @Test
    void timestampsThatBeginAnewGoOnWithTheArrival() {
        video.toNanos(1_000, 0);
        video.toNanos(1_000 + 90_000, SECOND);
        assertThat(video.toNanos(3_000_000_000L, SECOND + 40 * MILLI)).isEqualTo(SECOND + 40 * MILLI);
        assertThat(video.jumped()).isTrue();
        assertThat(video.toNanos(3_000_003_600L, SECOND + 80 * MILLI)).isEqualTo(SECOND + 80 * MILLI);
        assertThat(video.jumped()).isFalse();
    }

    @Test
    void clockThatIsSetBackDoesNotTakeTheTrackBack() {
        video.toNanos(0, 0);
        video.toNanos(900_000, 10 * SECOND);
        assertThat(video.toNanos(900_000 - 90_000, 10 * SECOND)).as("a picture that is shown before").isEqualTo(9 * SECOND);
        assertThat(video.jumped()).isFalse();
        assertThat(video.toNanos(900_000 - 270_000, 10 * SECOND + 40 * MILLI)).isEqualTo(10 * SECOND + 40 * MILLI);
        assertThat(video.jumped()).isTrue();
    }

    @Test
    void senderThatTakesOverGoesOnWithTheArrival() {
        video.toNanos(1_000, 0);
        video.restart();
        assertThat(video.toNanos(3_000_000_000L, 2 * SECOND)).isEqualTo(2 * SECOND);
    }
}
