package arcly.hls.window;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.hls.HlsSettings.Format;
import arcly.hls.segment.Chunk;
import arcly.hls.segment.Epoch;
import arcly.hls.segment.Rendition;
import arcly.hls.segment.Segment;
import arcly.hls.segment.SegmenterState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What one generation leaves is what the next finds, and nothing else does harm. */
class WindowBatonsTest {
    private static final Track AUDIO = Track.of(2, Codec.AAC).sampleRate(48_000).channels(2).language("de")
            .property(TrackProperty.LABEL, "Ton").configuration(Payload.wrap(new byte[] {0x11, (byte) 0x90})).build();

    private final Epoch epoch = new Epoch(3, Format.FMP4, List.of(new Rendition(Rendition.MAIN, List.of(AUDIO))),
            Map.of(Rendition.MAIN, chunk(7)));
    private final SegmenterState segmenter = new SegmenterState(42, 12, 3, Format.FMP4, 1_700_000_000_000L, 5_000_000_000L,
            Map.of(2, 6_000_000_000L), Map.of(2, AUDIO.hashCode()), Map.of(Rendition.MAIN, new byte[] {1, 2}), true);

    private static Chunk chunk(int size) {
        return Chunk.of(List.of(ByteBuffer.wrap(new byte[size])));
    }

    private Segment segment(long sequence, boolean discontinuity) {
        return new Segment(sequence, 3, discontinuity, true, 1000 * sequence, 2_000_000_000L, Map.of(Rendition.MAIN, chunk(100)));
    }

    private WindowState window(Segment... segments) {
        return new WindowState("token", 2, 5, 3, 77, Map.of(3, epoch), List.of(segments));
    }

    List<Baton> batons() {
        return WindowBatons.write(segmenter, window(segment(8, false), segment(9, false), segment(10, true), segment(11, false)));
    }

    @Test
    void theNextGenerationFindsWhatWasLeft() throws Exception {
        WindowBatons.Left left = WindowBatons.read(batons());
        assertThat(left.segmenter()).usingRecursiveComparison().isEqualTo(segmenter);
        assertThat(left.window().segments()).extracting(Segment::sequence).containsExactly(8L, 9L, 10L, 11L);
        assertThat(left.window().segments()).extracting(Segment::bytes).containsOnly(100L);
        assertThat(left.window().listed()).isEqualTo(3);
        assertThat(left.window().discontinuities()).isEqualTo(5);
        assertThat(left.window().epochs().get(3).tracks()).containsExactly(AUDIO);
        assertThat(left.window().epochs().get(3).inits().get(Rendition.MAIN).bytes()).isEqualTo(7);
    }

    @Test
    void withoutTheOldestFilesTheWindowIsShorterAndCountsWhatIsGone() throws Exception {
        WindowBatons.Left left = WindowBatons.read(batons().subList(0, 2));
        assertThat(left.window().segments()).extracting(Segment::sequence).containsExactly(11L);
        assertThat(left.window().listed()).isEqualTo(1);
        assertThat(left.window().discontinuities()).as("that of 10 is gone with it").isEqualTo(6);
        assertThat(left.segmenter().sequence()).isEqualTo(12);
    }

    @Test
    void nothingIsFoundInWhatIsNotKnown() throws Exception {
        assertThat(WindowBatons.read(List.of())).isNull();
        assertThat(WindowBatons.read(List.of(Baton.of(WindowBatons.WINDOW, 2, new byte[3])))).isNull();
    }

    @Test
    void whateverStandsInABatonItIsReadOrRefused() {
        Random random = new Random(20260101);
        List<Baton> good = batons();
        byte[] index = good.get(0).bytes();
        int refused = 0;
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = Arrays.copyOf(index, random.nextInt(4) == 0 ? random.nextInt(index.length) : index.length);
            for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
            }
            List<Baton> batons = new ArrayList<>(good);
            batons.set(0, Baton.of(WindowBatons.WINDOW, 1, bytes));
            try {
                WindowBatons.read(batons);
            } catch (HandoverException e) {
                refused++;
            }
        }
        assertThat(refused).isPositive();
    }
}
