package arcly.api.media;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.util.List;
import org.junit.jupiter.api.Test;

class MediaValuesTest {
    private final Track video = Track.of(0, Codec.H264).configuration(Payload.copyOf(new byte[] {1, 2})).size(1280, 720)
            .property(TrackProperty.ROTATION, 90).build();

    @Test
    void payloadIsAViewThatNobodyCanWriteTo() {
        Payload payload = Payload.wrap(new byte[] {9, 1, 2, 3, 9}, 1, 3);
        assertThat(payload.size()).isEqualTo(3);
        assertThat(payload.byteAt(2)).isEqualTo((byte) 3);
        assertThat(payload.toByteArray()).containsExactly(1, 2, 3);
        assertThat(payload.slice(1, 2)).isEqualTo(Payload.copyOf(new byte[] {2, 3}));
        assertThat(payload.view().remaining()).isEqualTo(3);
        assertThatThrownBy(() -> payload.view().put((byte) 0)).isInstanceOf(ReadOnlyBufferException.class);
        assertThatThrownBy(() -> payload.byteAt(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> payload.slice(2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void payloadsOfEqualBytesAreEqualWhereverTheyStand() {
        Payload inside = Payload.wrap(new byte[] {0, 5, 6, 0}, 1, 2);
        Payload alone = Payload.copyOf(ByteBuffer.wrap(new byte[] {5, 6}));
        assertThat(inside).isEqualTo(alone).hasSameHashCodeAs(alone);
    }

    @Test
    void trackIsEqualByValueAndItsBuilderLosesNothing() {
        assertThat(video.toBuilder().build()).isEqualTo(video).hasSameHashCodeAs(video);
        for (Track other : List.of(
                video.toBuilder().configuration(Payload.copyOf(new byte[] {1, 3})).build(),
                video.toBuilder().size(640, 360).build(),
                video.toBuilder().frameRate(25).build(),
                video.toBuilder().language("en").build(),
                video.toBuilder().property(TrackProperty.ROTATION, 180).build())) {
            assertThat(other).isNotEqualTo(video);
        }
        assertThat(video.property(TrackProperty.ROTATION)).contains(90);
        assertThat(video.property(TrackProperty.LABEL)).isEmpty();
    }

    @Test
    void valuesOutOfRangeAreRefusedWithWhatIsAllowed() {
        assertThatThrownBy(() -> Track.of(64, Codec.AAC)).hasMessageContaining("0 to 63");
        assertThatThrownBy(() -> Codec.of("H264", TrackKind.VIDEO)).hasMessageContaining("a-z");
        assertThatThrownBy(() -> TrackProperty.of("x", Object.class)).hasMessageContaining("allowed");
        assertThatThrownBy(() -> Frame.of(video).build()).hasMessageContaining("empty payload");
        assertThatThrownBy(() -> Frame.of(video).payload(Payload.copyOf(new byte[1])).duration(-1).build())
                .hasMessageContaining("-1 ns");
        assertThatThrownBy(() -> Frame.of(video).payload(Payload.copyOf(new byte[1])).layers(128, 0).build())
                .hasMessageContaining("0 to 127");
    }

    @Test
    void movedFrameDiffersInTimeOnly() {
        Frame frame = Frame.of(video).dts(10).pts(30).key(true).payload(Payload.copyOf(new byte[] {7})).build();
        Frame moved = frame.moved(5, true);
        assertThat(moved.dts()).isEqualTo(15);
        assertThat(moved.pts()).isEqualTo(35);
        assertThat(moved.isKey()).isTrue();
        assertThat(moved.isDiscontinuity()).isTrue();
        assertThat(moved.payload()).isSameAs(frame.payload());
        assertThat(frame.isDiscontinuity()).isFalse();
        assertThat(frame.moved(0, false)).isSameAs(frame);
    }

    @Test
    void presentationTimeIsTheDecodeTimeUnlessSaid() {
        assertThat(Frame.of(video).dts(10).payload(Payload.copyOf(new byte[] {7})).build().pts()).isEqualTo(10);
    }
}
