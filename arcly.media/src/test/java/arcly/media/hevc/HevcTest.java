package arcly.media.hevc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Parameter sets of x265 4.1 as FFmpeg 8.1 has it, and access units made of them by hand. */
class HevcTest {
    // testsrc2 at 64x48, 25 frames a second, scaling-list=default
    private static final String VPS = "40010c01ffff01600000030090000003000003001eba0240";
    private static final String SPS = "420101016000000300900000030000030" + "01ea02083165ba4a4e1780b4040000003004000000642";
    private static final String PPS = "4401c073c089";
    // 1920x1080 at 29.97, 4:2:2 of 10 bits, full range, BT.2020, HLG, pixels of 4:3, two temporal layers
    private static final String LARGE_SPS =
            "4201010408000003009d08000003000078b003c0801107c4b65959529385e1cdc244824100000303e900007530" + "08";
    private static final String IDR = "2801ac2d80a9";
    private static final String TRAIL = "0201d0194b";
    private static final String SEI = "4e0189040a0b0c0d80";
    private static final String DELIMITER = "460150";

    private final HevcAssembler assembler = new HevcAssembler(Track.of(0, Codec.HEVC).build());
    private final List<Frame> frames = new ArrayList<>();

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

    private static Payload payload(String hex) {
        return Payload.wrap(Golden.hex(hex));
    }

    @Test
    void parameterSetsInTheStreamMakeTheTrack() {
        feed(DELIMITER, VPS, SPS, PPS, SEI, IDR);
        feed(TRAIL);
        assertThat(frames).extracting(frame -> Golden.hex(frame.payload())).containsExactly(unit(SEI, IDR), unit(TRAIL));
        assertThat(frames).extracting(Frame::isKey).containsExactly(true, false);
        assertThat(assembler.track()).hasToString("track 0 hevc 64x48").isSameAs(frames.get(1).track());
        assertThat(assembler.track().frameRate()).isEqualTo(25);
        HevcConfiguration hvcC = HevcConfiguration.read(assembler.track().configuration());
        assertThat(hvcC.vps()).containsExactly(payload(VPS));
        assertThat(hvcC.sps()).containsExactly(payload(SPS));
        assertThat(hvcC.pps()).containsExactly(payload(PPS));
        assertThat(HevcConfiguration.read(hvcC.write())).isEqualTo(hvcC).hasSameHashCodeAs(hvcC);
    }

    @Test
    void otherParameterSetsMakeAnotherTrackAndTheSameOnesNone() {
        feed(VPS, SPS, PPS, IDR);
        Track first = assembler.track();
        feed(VPS, SPS, PPS, IDR);
        assertThat(assembler.track()).isSameAs(first);
        feed(VPS, LARGE_SPS, PPS, IDR);
        assertThat(frames.get(2).track()).hasToString("track 0 hevc 1920x1080");
    }

    @Test
    void whatComesWithoutAPictureStandsBeforeTheNext() {
        feed(VPS, SPS, PPS);
        feed(SEI);
        feed(IDR);
        assertThat(frames).extracting(frame -> Golden.hex(frame.payload())).containsExactly(unit(SEI, IDR));
    }

    @Test
    void annexBIsTheSame() {
        byte[] stream = Golden.hex("00000001" + VPS + "000001" + SPS + "000001" + PPS + "000001" + IDR);
        assertThat(Golden.hex(assembler.annexB(stream, 0, stream.length).build().payload())).isEqualTo(unit(IDR));
    }

    @Test
    void spsTellsWhatIsInIt() {
        HevcSps sps = HevcSps.read(Golden.hex(LARGE_SPS));
        assertThat(List.of(sps.width(), sps.height(), sps.chromaFormat(), sps.bitDepthLuma(), sps.bitDepthChroma(),
                sps.sarWidth(), sps.sarHeight(), sps.profileIdc(), sps.levelIdc()))
                .containsExactly(1920, 1080, 2, 10, 10, 4, 3, 4, 120);
        assertThat(sps.frameRate()).isBetween(29.969, 29.971);
        assertThat(sps.codecString()).isEqualTo("hvc1.4.10.L120.9D.8");
        assertThat(HevcSps.read(Golden.hex(SPS)).codecString()).isEqualTo("hvc1.1.6.L30.90");
    }

    @Test
    void coloursBecomePropertiesOfTheTrack() {
        feed(VPS, LARGE_SPS, PPS, IDR);
        Track track = assembler.track();
        assertThat(track.property(TrackProperty.COLOUR_PRIMARIES)).hasValue(9);
        assertThat(track.property(TrackProperty.COLOUR_TRANSFER)).hasValue(18);
        assertThat(track.property(TrackProperty.COLOUR_MATRIX)).hasValue(9);
        assertThat(track.property(TrackProperty.COLOUR_FULL_RANGE)).hasValue(true);
        HevcAssembler successor = new HevcAssembler(track);
        assertThat(successor.describe(Track.of(0, Codec.HEVC).language("en").build())).isTrue();
        assertThat(successor.track().property(TrackProperty.COLOUR_PRIMARIES)).hasValue(9);
    }

    @Test
    void seiOfTheConfigurationIsKept() {
        HevcConfiguration with = HevcConfiguration.of(2, List.of(payload(VPS)), List.of(payload(SPS)), List.of(payload(PPS)),
                List.of(payload(SEI)));
        byte[] record = with.write().toByteArray();
        assertThat(assembler.configure(record, 0, record.length)).isTrue();
        assertThat(assembler.lengthSize()).isEqualTo(2);
        assertThat(HevcConfiguration.read(assembler.track().configuration()).sei()).containsExactly(payload(SEI));
        byte[] picture = Golden.hex("0006" + IDR);
        assembler.frames(picture, 0, picture.length, 0, 0, frames::add);
        assertThat(frames).extracting(frame -> Golden.hex(frame.payload())).containsExactly(unit(IDR));
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "4201", "4201010160000003009000000300000300", "4401c0", "c201010160"})
    void refusesBrokenSps(String hex) {
        assertThatThrownBy(() -> HevcSps.read(Golden.hex(hex))).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void brokenInputChangesNothing() {
        feed(VPS, SPS, PPS, IDR);
        Track before = assembler.track();
        assertThatThrownBy(() -> feed(VPS, "4201010160", IDR)).isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> feed("28")).isInstanceOf(MediaFormatException.class);
        feed(TRAIL);
        assertThat(assembler.track()).isSameAs(before);
        assertThat(frames).hasSize(2);
    }
}
