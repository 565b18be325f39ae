package arcly.media.vvc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitWriter;
import arcly.media.mp4.CodecString;
import arcly.media.mp4.Mp4Muxer;
import arcly.media.nal.EmulationPrevention;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameter sets and access units written by hand after H.266: no encoder at hand makes any. */
class VvcTest {
    private static final String PPS = "008108aa"; // id 2, of SPS 0
    private static final String IDR = "003aaabb";
    private static final String TRAIL = "0001aabb";
    private static final String APS = "008aaa";
    private static final String DELIMITER = "00a128";

    private final VvcAssembler assembler = new VvcAssembler(Track.of(0, Codec.VVC).build());
    private final List<Frame> frames = new ArrayList<>();

    /** seq_parameter_set_rbsp() up to the bit depth: Main 10, level 3.3, 4:2:0, 10 bits; if rich, two sub-layers, subpictures. */
    private static String sps(int width, int height, boolean rich) {
        BitWriter out = new BitWriter().unsigned(0, 4).unsigned(0, 4).unsigned(rich ? 1 : 0, 3).unsigned(1, 2).unsigned(2, 2);
        out.flag(true).unsigned(1, 7).flag(false).unsigned(51, 8);
        out.flag(true).flag(false).flag(rich); // general_constraints_info() where it is rich
        if (rich) {
            for (int i = 0; i < 71; i++) {
                out.flag(i % 3 == 0);
            }
            out.unsigned(3, 8).unsigned(5, 3);
        }
        out.align();
        if (rich) {
            out.flag(true).align().unsigned(35, 8);
        }
        out.unsigned(rich ? 1 : 0, 8).unsigned(0, rich ? 32 : 0);
        out.flag(true).flag(true).flag(false); // gradual decoding, resampling
        out.golomb((width + 7) & ~7).golomb((height + 7) & ~7).flag(true);
        out.golomb(0).golomb((((width + 7) & ~7) - width) / 2).golomb(0).golomb((((height + 7) & ~7) - height) / 2);
        out.flag(rich);
        if (rich) {
            out.golomb(3).flag(true).flag(true).unsigned(7, 4).unsigned(4, 4).golomb(1).flag(true).flag(true).unsigned(0x1B, 8);
        }
        out.golomb(2).stop();
        byte[] rbsp = out.toByteArray();
        return "0079" + HexFormat.of().formatHex(EmulationPrevention.insert(rbsp, 0, rbsp.length));
    }

    private static String unit(String... nals) {
        StringBuilder unit = new StringBuilder();
        for (String nal : nals) {
            unit.append(String.format("%08x", nal.length() / 2)).append(nal);
        }
        return unit.toString();
    }

    private void feed(String... nals) {
        byte[] data = Golden.hex(unit(nals));
        assembler.frames(data, 0, data.length, 0, 0, frames::add);
    }

    @Test
    void spsTellsWhatIsInIt() {
        for (boolean rich : new boolean[] {false, true}) {
            VvcSps sps = VvcSps.read(Golden.hex(sps(1920, 1080, rich)));
            assertThat(List.of(sps.id(), sps.subLayers(), sps.chromaFormat(), sps.width(), sps.height(), sps.bitDepth()))
                    .containsExactly(0, rich ? 2 : 1, 1, 1920, 1080, 10);
            assertThat(sps.codecString()).isEqualTo("vvc1.1.L51");
            assertThat(sps.constraints()).hasSize(rich ? 11 : 1);
        }
    }

    @Test
    void parameterSetsInTheStreamMakeTheTrack() {
        String sps = sps(1920, 1080, true);
        feed(DELIMITER, sps, PPS, APS, IDR);
        feed(TRAIL);
        assertThat(frames).extracting(frame -> Golden.hex(frame.payload())).containsExactly(unit(APS, IDR), unit(TRAIL));
        assertThat(frames).extracting(Frame::isKey).containsExactly(true, false);
        assertThat(frames).extracting(Frame::temporalLayer).containsExactly(1, 0);
        Track track = assembler.track();
        assertThat(track).hasToString("track 0 vvc 1920x1080").isSameAs(frames.get(1).track());
        VvcConfiguration vvcC = VvcConfiguration.read(track.configuration());
        assertThat(vvcC.sps()).containsExactly(Payload.wrap(Golden.hex(sps)));
        assertThat(vvcC.pps()).containsExactly(Payload.wrap(Golden.hex(PPS)));
        assertThat(VvcConfiguration.read(vvcC.write())).isEqualTo(vvcC).hasSameHashCodeAs(vvcC);
        assertThat(CodecString.of(track)).hasValue("vvc1.1.L51");
        assertThat(Mp4Muxer.supports(track)).isTrue();
        feed(sps(1280, 720, false), PPS, IDR);
        assertThat(frames.get(2).track()).hasToString("track 0 vvc 1280x720");
    }

    @Test
    void recordIsReadWithAndWithoutItsBox() {
        String record = "ff00115f01023380" + "00" + "078004380000" + "02" + "8f0001" + "%04x%s" + "900001" + "0004" + PPS;
        String sps = sps(1920, 1080, false);
        byte[] plain = Golden.hex(String.format(record, sps.length() / 2, sps));
        VvcConfiguration read = VvcConfiguration.read(plain, 0, plain.length);
        assertThat(HexFormat.of().formatHex(read.write().toByteArray())).isEqualTo(HexFormat.of().formatHex(plain));
        byte[] box = Golden.hex("00000000" + HexFormat.of().formatHex(plain));
        assertThat(VvcConfiguration.read(box, 0, box.length)).isEqualTo(read);
        assertThat(assembler.configure(box, 0, box.length)).isTrue();
        assertThat(new VvcAssembler(assembler.track()).track()).isSameAs(assembler.track());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ff", "ff0011400102", "ff0011400102338000078004380000028f0001", "fd00",
        "ff0011400102338000078004380000018f000100040079"})
    void refusesBrokenRecords(String hex) {
        byte[] data = Golden.hex(hex);
        assertThatThrownBy(() -> VvcConfiguration.read(data, 0, data.length)).isInstanceOf(MediaFormatException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "00", "0079", "0079000d", "8079000d", "0081000d0233"})
    void refusesBrokenSps(String hex) {
        assertThatThrownBy(() -> VvcSps.read(Golden.hex(hex))).isInstanceOf(MediaFormatException.class);
    }
}
