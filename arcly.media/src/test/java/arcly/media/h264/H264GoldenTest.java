package arcly.media.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Golden;
import arcly.media.Golden.Packet;
import arcly.media.MediaFormatException;
import arcly.media.nal.NalRanges;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Elementary streams of x264, compared with the packets that FFmpeg makes of them. */
class H264GoldenTest {

    /** Access units of a stream in which each begins with a delimiter (00 00 00 01 09). */
    private static List<byte[]> accessUnits(byte[] stream) {
        List<byte[]> units = new ArrayList<>();
        int start = 0;
        for (int i = 1; i <= stream.length; i++) {
            boolean delimiter = i + 5 <= stream.length && Arrays.equals(stream, i, i + 5, new byte[] {0, 0, 0, 1, 9}, 0, 5);
            if (delimiter || i == stream.length) {
                units.add(Arrays.copyOfRange(stream, start, i));
                start = i;
            }
        }
        return units;
    }

    private static List<Frame> assemble(H264Assembler assembler, String name) {
        return accessUnits(Golden.bytes(name)).stream().map(unit -> assembler.annexB(unit, 0, unit.length).build()).toList();
    }

    private static H264Assembler assembler() {
        return new H264Assembler(Track.of(0, Codec.H264).build());
    }

    @ParameterizedTest
    @ValueSource(strings = {"slices.h264", "refresh.h264"})
    void canonicalFormIsWhatFfmpegMakes(String name) {
        List<Packet> ours = assemble(assembler(), name).stream().map(f -> Packet.of(0, 0, f.isKey(), f.payload())).toList();
        List<Packet> theirs = Golden.packets(name, "video").stream()
                .map(packet -> new Packet(0, 0, packet.size(), packet.key(), packet.hash())).toList();
        assertThat(ours).isEqualTo(theirs);
    }

    @Test
    void everyFrameOfASteadyStreamHasTheSameTrack() {
        List<Frame> frames = assemble(assembler(), "slices.h264");
        assertThat(frames).allMatch(frame -> frame.track() == frames.get(0).track());
        assertThat(frames.get(0).track()).hasToString("track 0 h264 64x48");
        assertThat(frames.get(0).track().frameRate()).isEqualTo(25);
    }

    @Test
    void changeOfSizeIsANewTrack() {
        H264Assembler assembler = assembler();
        Track first = assemble(assembler, "slices.h264").get(0).track();
        List<Frame> frames = assemble(assembler, "small.h264");
        assertThat(frames).allMatch(frame -> frame.track() == frames.get(0).track());
        assertThat(frames.get(0).track()).isNotEqualTo(first).hasToString("track 0 h264 32x32");
        assertThat(frames.get(0).isKey()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"slices.h264", "refresh.h264", "small.h264"})
    void goesToAnnexBAndBack(String name) {
        H264Assembler back = assembler();
        for (Frame frame : assemble(assembler(), name)) {
            ByteBuf out = Unpooled.buffer();
            AnnexB.writeDelimiter(out);
            if (frame.isKey()) {
                AnnexB.writeParameterSets(AvcConfiguration.read(frame.track().configuration()), out);
            }
            AnnexB.write(frame.payload(), out);
            Frame again = back.annexB(out.array(), 0, out.readableBytes()).build();
            assertThat(again.payload()).isEqualTo(frame.payload());
            assertThat(again.track()).isEqualTo(frame.track());
            assertThat(again.isKey()).isEqualTo(frame.isKey());
        }
    }

    @Test
    void writesTheBytesThatX264Wrote() {
        byte[] stream = Golden.bytes("small.h264");
        byte[] first = accessUnits(stream).get(0);
        Frame frame = assemble(assembler(), "small.h264").get(0);
        ByteBuf out = Unpooled.buffer();
        AnnexB.writeDelimiter(out);
        AnnexB.writeParameterSets(AvcConfiguration.read(frame.track().configuration()), out);
        AnnexB.write(frame.payload(), out);
        byte[] written = Arrays.copyOf(out.array(), out.readableBytes());
        assertThat(Payload.wrap(written)).isEqualTo(fourByteStartCodes(first));
    }

    /**
     * x264 writes three bytes before some units, and the delimiter of an IDR picture allows I slices only: both as we write them.
     */
    private static Payload fourByteStartCodes(byte[] unit) {
        NalRanges nals = new NalRanges("H.264");
        nals.scanAnnexB(unit, 0, unit.length);
        ByteBuf out = Unpooled.buffer();
        AnnexB.writeDelimiter(out);
        for (int i = 1; i < nals.count(); i++) {
            out.writeInt(1).writeBytes(unit, nals.offset(i), nals.length(i));
        }
        return Payload.copyOf(out.nioBuffer());
    }

    @Test
    void payloadThatIsNotCanonicalIsNotWritten() {
        ByteBuf out = Unpooled.buffer().writeInt(42);
        Payload broken = Payload.wrap(Golden.hex("00000001" + "41" + "00000009" + "41"));
        assertThatThrownBy(() -> AnnexB.write(broken, out)).isInstanceOf(MediaFormatException.class)
                .hasMessage("canonical access unit, byte 5, NAL unit length: 9; allowed: 1 to 1, what is left");
        assertThat(out.readableBytes()).isEqualTo(4);
    }
}
