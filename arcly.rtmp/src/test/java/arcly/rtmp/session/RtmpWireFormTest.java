package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RtmpWireFormTest {
    private static final Track VIDEO = Track.of(0, Codec.H264).configuration(Payload.copyOf(new byte[] {1, 2})).build();
    private static final Track AUDIO = Track.of(1, Codec.AAC).configuration(Payload.copyOf(new byte[] {0x12, 0x10})).build();

    private final RtmpWireForm form = new RtmpWireForm(4, 1);
    private final ByteBuf out = Unpooled.directBuffer();

    @AfterEach
    void release() {
        out.release();
    }

    @Test
    void videoFrameAndItsConfiguration() {
        Frame frame = frame(VIDEO, 1_000_000_000, 1_040_000_000, true);
        form.announce(VIDEO, frame, out);
        form.encode(frame, out);
        assertWritten("06" + "0003e8" + "000007" + "09" + "01000000" + "17000000" + "c6" + "00" + "0102"
                + "06" + "0003e8" + "000007" + "09" + "01000000" + "17010000" + "c6" + "28" + "aabb");
    }

    @Test
    void audioFrameAndItsConfiguration() {
        Frame frame = frame(AUDIO, 23_219_955, 23_219_955, true);
        form.announce(AUDIO, frame, out);
        form.encode(frame, out);
        assertWritten("04" + "000017" + "000004" + "08" + "01000000" + "af001210"
                + "04" + "000017" + "000004" + "08" + "01000000" + "af01aabb");
    }

    @Test
    void compositionTimeKeepsThePresentationTime() {
        // 33.6 ms and 66.7 ms: 34 + 33 is 67, where the difference alone would give 66 or 68
        form.encode(frame(VIDEO, 33_600_000, 66_700_000, false), out);
        assertWritten("06" + "000022" + "000007" + "09" + "01000000" + "27010000" + "c6" + "21" + "aabb");
    }

    @Test
    void timeWrapsAndIsExtended() {
        form.encode(frame(AUDIO, (0x1_0000_0000L + 0xFF_FFFF) * 1_000_000, 0, true), out);
        assertWritten("04" + "ffffff" + "000004" + "08" + "01000000" + "00ffffff" + "af01aabb");
    }

    @Test
    void dataGoesAsItIsAndOtherCodecsAreLeftOut() {
        form.encode(frame(Track.of(2, Codec.AMF0).build(), 0, 0, true), out);
        form.encode(frame(Track.of(3, Codec.HEVC).build(), 0, 0, true), out);
        form.announce(Track.of(3, Codec.HEVC).configuration(Payload.copyOf(new byte[] {1})).build(),
                frame(VIDEO, 0, 0, true), out);
        assertWritten("07" + "000000" + "000002" + "12" + "01000000" + "aabb");
    }

    @Test
    void nameSaysWhatBytesDependOn() {
        assertThat(RtmpWireForm.name(65_536, 1)).isEqualTo("rtmp.1/chunk=65536/stream=1");
    }

    private void assertWritten(String hex) {
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    }

    private static Frame frame(Track track, long dts, long pts, boolean key) {
        return Frame.of(track).dts(dts).pts(pts).key(key).payload(Payload.copyOf(new byte[] {(byte) 0xAA, (byte) 0xBB})).build();
    }
}
