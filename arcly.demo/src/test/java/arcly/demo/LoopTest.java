package arcly.demo;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static final long TWO_ROUNDS = 2 * (240 + 375);
    private static Loop sample;

    @BeforeAll
    static void read() throws IOException {
        sample = DemoStream.sample();
    }

    @Test
    void sampleHasAPictureAndASound() {
        assertThat(sample.tracks()).extracting(Track::codec).containsExactly(Codec.H264, Codec.AAC);
        Track video = sample.tracks().get(0);
        assertThat(video.width()).isEqualTo(1280);
        assertThat(video.height()).isEqualTo(720);
        assertThat(video.frameRate()).isEqualTo(30);
        assertThat(sample.tracks().get(1).sampleRate()).isEqualTo(48_000);
        assertThat(sample.tracks().get(1).channels()).isEqualTo(2);
    }

    @Test
    void bothTracksAreExactlyOneRoundLong() {
        assertThat(sample.length()).isEqualTo(8_000_000_000L);
        Map<Track, Long> durations = new HashMap<>();
        LongStream.range(0, TWO_ROUNDS / 2).mapToObj(sample::frame)
                .forEach(frame -> durations.merge(frame.track(), frame.duration(), Long::sum));
        assertThat(durations.values()).hasSize(2).containsOnly(sample.length());
    }

    @Test
    void timeGoesOnFromRoundToRound() {
        Map<Track, Frame> before = new HashMap<>();
        long last = 0;
        for (long number = 0; number < TWO_ROUNDS; number++) {
            Frame frame = sample.frame(number);
            assertThat(frame.dts()).isEqualTo(sample.timeOf(number)).isGreaterThanOrEqualTo(last);
            assertThat(frame.isDiscontinuity()).isFalse();
            last = frame.dts();
            Frame former = before.put(frame.track(), frame);
            if (former != null) {
                assertThat(frame.dts()).isEqualTo(former.dts() + former.duration());
            }
        }
    }

    @Test
    void keyFrameAtTheBeginningAndNeverTwoSecondsWithoutOne() {
        Track video = sample.tracks().get(0);
        List<Long> keys = LongStream.range(0, TWO_ROUNDS).mapToObj(sample::frame)
                .filter(frame -> frame.track() == video && frame.isKey()).map(Frame::dts).toList();
        assertThat(keys.get(0)).isZero();
        for (int i = 1; i < keys.size(); i++) {
            assertThat(keys.get(i) - keys.get(i - 1)).isEqualTo(1_000_000_000L);
        }
    }
}
