package arcly.media.h264;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitWriter;
import arcly.media.nal.NalRanges;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class H264AssemblerTest {
    private static final String SPS = AvcConfigurationTest.SPS;
    private static final String OTHER_SPS = AvcConfigurationTest.BASELINE_SPS; // 320x240, same id
    private static final String PPS = AvcConfigurationTest.PPS;
    private static final String IDR = "6588840abcde";
    private static final String SLICE = "419a0233";
    private static final String UNREFERENCED = "019a0233";
    private static final String SEI = "060501aa80";
    private static final String RECOVERY_POINT = "060601c480";
    private static final String AUD = "09f0";
    private static final String FILLER = "0cffff80";
    private static final Track TEMPLATE = Track.of(3, Codec.H264).language("de").build();

    private final H264Assembler assembler = new H264Assembler(TEMPLATE);

    private static byte[] lengthPrefixed(int lengthSize, String... nals) {
        StringBuilder hex = new StringBuilder();
        for (String nal : nals) {
            hex.append(String.format("%0" + 2 * lengthSize + "x", nal.length() / 2)).append(nal);
        }
        return Golden.hex(hex.toString());
    }

    private static byte[] annexB(String... nals) {
        return Golden.hex("00000001" + String.join("000001", nals) + "0000");
    }

    private static Payload canonical(String... nals) {
        return Payload.wrap(lengthPrefixed(4, nals));
    }

    private static byte[] avcC(int lengthSize, String... sets) {
        List<Payload> sps = List.of(Payload.wrap(Golden.hex(sets[0])));
        List<Payload> pps = sets.length < 2 ? List.of() : List.of(Payload.wrap(Golden.hex(sets[1])));
        return AvcConfiguration.of(lengthSize, sps, pps, List.of()).write().toByteArray();
    }

    private void configure(byte[] avcC) {
        assembler.configure(avcC, 0, avcC.length);
    }

    private Frame lengthPrefixed(byte[] unit) {
        Frame.Builder frame = assembler.lengthPrefixed(unit, 0, unit.length);
        return frame == null ? null : frame.build();
    }

    private Frame annexB(byte[] unit) {
        Frame.Builder frame = assembler.annexB(unit, 0, unit.length);
        return frame == null ? null : frame.build();
    }

    @Test
    void trackTellsWhatTheSpsTells() {
        configure(avcC(4, SPS, PPS));
        Track track = assembler.track();
        assertThat(track.id()).isEqualTo(3);
        assertThat(track.language()).isEqualTo("de");
        assertThat(track.width()).isEqualTo(64);
        assertThat(track.height()).isEqualTo(64);
        assertThat(track.frameRate()).isEqualTo(24);
        assertThat(track.property(TrackProperty.REORDER_DEPTH)).hasValue(2);
        assertThat(AvcConfiguration.read(track.configuration()).lengthSize()).isEqualTo(4);
    }

    @Test
    void canonicalInputIsThePayloadWithoutACopy() {
        configure(avcC(4, SPS, PPS));
        byte[] message = new byte[5 + canonical(SEI, IDR).size()];
        canonical(SEI, IDR).copyTo(0, message, 5, message.length - 5);
        Payload payload = assembler.lengthPrefixed(message, 5, message.length - 5).build().payload();
        assertThat(payload).isEqualTo(canonical(SEI, IDR));
        message[message.length - 1] = 0x55; // only to see that it is the same array
        assertThat(payload.byteAt(payload.size() - 1)).isEqualTo((byte) 0x55);
        assertThat(NalUnits.isCanonical(message, 5, message.length - 5)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void everyLengthSizeBecomesFour(int lengthSize) {
        configure(avcC(lengthSize, SPS, PPS));
        assertThat(assembler.lengthSize()).isEqualTo(lengthSize);
        Frame frame = lengthPrefixed(lengthPrefixed(lengthSize, SEI, IDR, SLICE));
        assertThat(frame.payload()).isEqualTo(canonical(SEI, IDR, SLICE));
        assertThat(AvcConfiguration.read(frame.track().configuration()).lengthSize()).isEqualTo(4);
    }

    @Test
    void leavesOutDelimitersFillerParameterSetsAndEmptyUnits() {
        configure(avcC(4, SPS, PPS));
        Track before = assembler.track();
        Frame frame = lengthPrefixed(lengthPrefixed(4, AUD, SPS, PPS, SEI, "", IDR, FILLER, SLICE));
        assertThat(frame.payload()).isEqualTo(canonical(SEI, IDR, SLICE));
        assertThat(frame.track()).as("the same parameter sets again").isSameAs(before);
    }

    @Test
    void annexBBringsItsOwnParameterSets() {
        assertThat(annexB(annexB(AUD, SLICE))).as("no parameter sets yet").isNull();
        assertThat(assembler.track()).isNull();
        Frame frame = annexB(annexB(AUD, SPS, PPS, SEI, IDR));
        assertThat(frame.payload()).isEqualTo(canonical(SEI, IDR));
        assertThat(frame.track()).isSameAs(assembler.track());
        assertThat(frame.track().configuration()).isEqualTo(Payload.wrap(avcC(4, SPS, PPS)));
        assertThat(annexB(annexB(SLICE)).payload()).isEqualTo(canonical(SLICE));
    }

    @Test
    void changedParameterSetsMakeANewTrackWithTheFrameThatBringsThem() {
        Frame before = annexB(annexB(SPS, PPS, IDR));
        Frame after = annexB(annexB(OTHER_SPS, PPS, IDR));
        assertThat(after.track()).isNotEqualTo(before.track());
        assertThat(after.track().id()).isEqualTo(before.track().id());
        assertThat(after.track().width()).isEqualTo(320);
        Frame back = annexB(annexB(SPS, IDR));
        assertThat(back.track()).isEqualTo(before.track()).isNotSameAs(before.track());
    }

    @Test
    void parameterSetsMayComeOnTheirOwn() {
        assertThat(annexB(annexB(SPS))).isNull();
        assertThat(annexB(annexB(PPS))).isNull();
        assertThat(assembler.track()).isNull();
        assertThat(annexB(annexB(IDR)).track().width()).isEqualTo(64);
    }

    @Test
    void sameAvcCAgainChangesNothing() {
        byte[] avcC = avcC(4, SPS, PPS);
        assertThat(assembler.configure(avcC, 0, avcC.length)).isTrue();
        Track track = assembler.track();
        assertThat(assembler.configure(avcC, 0, avcC.length)).isFalse();
        assertThat(assembler.track()).isSameAs(track);
        byte[] shorterLengths = avcC(2, SPS, PPS);
        assertThat(assembler.configure(shorterLengths, 0, shorterLengths.length)).as("not seen from outside").isFalse();
        assertThat(lengthPrefixed(lengthPrefixed(2, IDR)).payload()).isEqualTo(canonical(IDR));
    }

    @Test
    void paddedParameterSetsAreTheSame() {
        configure(avcC(4, SPS + "0000", PPS + "00"));
        Track track = assembler.track();
        assertThat(track.configuration()).isEqualTo(Payload.wrap(avcC(4, SPS, PPS)));
        assertThat(lengthPrefixed(lengthPrefixed(4, SPS, PPS + "0000", IDR)).track()).isSameAs(track);
    }

    @Test
    void avcCWithoutParameterSetsOnlySetsTheLengthSize() {
        byte[] avcC = Golden.hex("0164000afde000");
        assertThat(assembler.configure(avcC, 0, avcC.length)).isFalse();
        assertThat(lengthPrefixed(lengthPrefixed(2, SPS, PPS, IDR)).payload()).isEqualTo(canonical(IDR));
    }

    @Test
    void spsInUseComesFirst() {
        String spsOne = hexOfSpsWithIdOne();
        String ppsOne = "684a80"; // id 1 (010), SPS 1 (010)
        annexB(annexB(SPS, PPS, IDR));
        assertThat(assembler.track().width()).isEqualTo(64);
        Frame frame = annexB(annexB(SPS, PPS, spsOne, ppsOne, "65884122"));
        assertThat(frame.track().width()).as("the slice names the second PPS").isEqualTo(32);
        Frame next = annexB(annexB(SLICE));
        assertThat(next.track()).isSameAs(frame.track());
        assertThat(annexB(annexB(IDR)).track().width()).isEqualTo(64);
    }

    private static String hexOfSpsWithIdOne() {
        byte[] nal = new BitWriter().unsigned(0x67, 8).unsigned(66, 8).unsigned(0, 8).unsigned(10, 8).golomb(1)
                .golomb(0).golomb(2).golomb(1).flag(false).golomb(1).golomb(1).flag(true).flag(true).flag(false).flag(false)
                .stop().toByteArray();
        return Golden.hex(Payload.wrap(nal));
    }

    @Test
    void keyFramesAreIdrPicturesAndRecoveryPoints() {
        configure(avcC(4, SPS, PPS));
        assertThat(lengthPrefixed(lengthPrefixed(4, IDR)).isKey()).isTrue();
        assertThat(lengthPrefixed(lengthPrefixed(4, SLICE)).isKey()).isFalse();
        assertThat(lengthPrefixed(lengthPrefixed(4, SEI, SLICE)).isKey()).isFalse();
        assertThat(lengthPrefixed(lengthPrefixed(4, SEI, RECOVERY_POINT, SLICE)).isKey()).isTrue();
        assertThat(lengthPrefixed(lengthPrefixed(4, "0605ff", SLICE)).isKey()).as("a broken SEI marks nothing").isFalse();
    }

    @Test
    void picturesThatNoOtherNeedsAreDiscardable() {
        configure(avcC(4, SPS, PPS));
        assertThat(lengthPrefixed(lengthPrefixed(4, UNREFERENCED, UNREFERENCED)).isDiscardable()).isTrue();
        assertThat(lengthPrefixed(lengthPrefixed(4, UNREFERENCED, SLICE)).isDiscardable()).isFalse();
        assertThat(lengthPrefixed(lengthPrefixed(4, IDR)).isDiscardable()).isFalse();
    }

    @Test
    void whatComesWithoutAPictureStandsBeforeTheNext() {
        configure(avcC(4, SPS, PPS));
        assertThat(lengthPrefixed(lengthPrefixed(4, RECOVERY_POINT))).isNull();
        assertThat(lengthPrefixed(lengthPrefixed(4, SEI))).isNull();
        Frame frame = lengthPrefixed(lengthPrefixed(4, SLICE));
        assertThat(frame.payload()).isEqualTo(canonical(RECOVERY_POINT, SEI, SLICE));
        assertThat(frame.isKey()).isTrue();
        Frame next = lengthPrefixed(lengthPrefixed(4, SLICE));
        assertThat(next.payload()).isEqualTo(canonical(SLICE));
        assertThat(next.isKey()).isFalse();
    }

    @Test
    void parameterSetsThatComeAloneAreForTheNextPicture() {
        configure(avcC(4, SPS, PPS));
        assertThat(lengthPrefixed(lengthPrefixed(4, OTHER_SPS))).isNull();
        assertThat(assembler.track().width()).as("no picture uses it yet").isEqualTo(64);
        assertThat(assembler.describe(TEMPLATE)).isFalse();
        Frame frame = lengthPrefixed(lengthPrefixed(4, IDR));
        assertThat(frame.track().width()).isEqualTo(320);
        assertThat(lengthPrefixed(lengthPrefixed(4, SLICE)).track()).isSameAs(frame.track());
    }

    @Test
    void whatComesWithoutAPictureIsLimited() {
        configure(avcC(4, SPS, PPS));
        byte[] half = lengthPrefixed(4, "06" + "05".repeat(40_000));
        assertThat(lengthPrefixed(half)).isNull();
        assertThatThrownBy(() -> lengthPrefixed(half)).isInstanceOf(MediaFormatException.class)
                .hasMessageContaining("without a picture").hasMessageContaining("65536");
    }

    @Test
    void refusedInputLeavesEverythingAsItWas() {
        configure(avcC(4, SPS, PPS));
        Track before = assembler.track();
        assertThatThrownBy(() -> lengthPrefixed(lengthPrefixed(4, OTHER_SPS, "68", IDR)))
                .isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> lengthPrefixed(lengthPrefixed(4, OTHER_SPS, "e5888400")))
                .isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> configure(Golden.hex("0164000affe1ffff67"))).isInstanceOf(MediaFormatException.class);
        assertThat(lengthPrefixed(lengthPrefixed(4, IDR)).track()).isSameAs(before);
    }

    @Test
    void tellsWhereALengthIsWrong() {
        configure(avcC(4, SPS, PPS));
        assertThatThrownBy(() -> lengthPrefixed(Golden.hex("00000002 4101 00000009 41"))).isInstanceOf(MediaFormatException.class)
                .hasMessage("H.264 access unit, byte 6, NAL unit length: 9; allowed: up to 1, what is left");
        assertThatThrownBy(() -> lengthPrefixed(Golden.hex("00000002 4101 0000"))).isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> lengthPrefixed(Golden.hex("00000001 65 88840abc"))).hasMessageContaining("Annex B");
        assertThatThrownBy(() -> annexB(Golden.hex("6588840abcde"))).hasMessageContaining("a start code");
    }

    @Test
    void refusesMoreNalUnitsThanAnyPictureHas() {
        configure(avcC(1, SPS, PPS));
        byte[] many = Golden.hex("0141".repeat(NalRanges.MOST_NAL_UNITS + 1));
        assertThatThrownBy(() -> lengthPrefixed(many)).isInstanceOf(MediaFormatException.class).hasMessageContaining("16384");
    }

    @Test
    void emptyInputHasNoPicture() {
        configure(avcC(4, SPS, PPS));
        assertThat(lengthPrefixed(new byte[0])).isNull();
        assertThat(annexB(new byte[0])).isNull();
        assertThat(annexB(new byte[7])).isNull();
    }

    @Test
    void anotherOneGoesOnWhereItStopped() {
        configure(avcC(2, SPS, PPS));
        Track track = assembler.track();
        H264Assembler next = new H264Assembler(track, assembler.lengthSize());
        byte[] unit = lengthPrefixed(2, SPS, SLICE);
        Frame frame = next.lengthPrefixed(unit, 0, unit.length).build();
        assertThat(frame.track()).isSameAs(track);
        assertThat(frame.payload()).isEqualTo(canonical(SLICE));
    }

    @Test
    void nothingOfTheOldParameterSetsStaysAfterItWentOn() {
        Track first = Track.of(3, Codec.H264).property(TrackProperty.LABEL, "front").build();
        byte[] coloured = avcC(4, "6764001eacd940b4126ffc010000b5b828282a000003000200000300641e2c5b2c", PPS);
        H264Assembler before = new H264Assembler(first);
        before.configure(coloured, 0, coloured.length);
        assertThat(before.track().property(TrackProperty.COLOUR_PRIMARIES)).hasValue(5);
        H264Assembler after = new H264Assembler(before.track());
        assertThat(after.configure(coloured, 0, coloured.length)).as("the same").isFalse();
        byte[] plain = avcC(4, hexOfSpsWithIdOne(), "684a80");
        assertThat(after.configure(plain, 0, plain.length)).isTrue();
        assertThat(after.track().properties()).containsOnlyKeys(TrackProperty.LABEL, TrackProperty.REORDER_DEPTH);
        assertThat(after.track().frameRate()).isZero();
    }

    @Test
    void takesNoOtherCodecOrLengthSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> new H264Assembler(TEMPLATE, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> new H264Assembler(Track.of(0, Codec.HEVC).build()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"0000000209f0", "00000000", "", "0000000141000000", "00000002e588", "80000000e588", "000000046588"})
    void notCanonical(String hex) {
        byte[] bytes = Golden.hex(hex);
        assertThat(NalUnits.isCanonical(bytes, 0, bytes.length)).isFalse();
    }

    @Test
    void splitsCanonicalUnitsWithoutACopy() {
        assertThat(NalUnits.split(canonical(SEI, IDR))).containsExactly(
                Payload.wrap(Golden.hex(SEI)), Payload.wrap(Golden.hex(IDR)));
        assertThat(NalUnits.join(NalUnits.split(canonical(SEI, IDR)))).isEqualTo(canonical(SEI, IDR));
        assertThatThrownBy(() -> NalUnits.split(Payload.wrap(Golden.hex("0000000541")))).isInstanceOf(MediaFormatException.class);
    }
}
