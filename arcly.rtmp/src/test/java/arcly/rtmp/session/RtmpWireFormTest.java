package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.media.flv.MultichannelConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RtmpWireFormTest {
    private static final Track VIDEO = Track.of(0, Codec.H264).configuration(Payload.copyOf(new byte[] {1, 2})).build();
    private static final Track AUDIO = Track.of(1, Codec.AAC).configuration(Payload.copyOf(new byte[] {0x12, 0x10})).build();

    private static final FirstTracks FIRSTS = new FirstTracks(0, 1);

    private final RtmpWireForm form = new RtmpWireForm(new WireTerms(4, 1, FIRSTS, false, false));
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
    void dataGoesAsItIsAndWhatRtmpDoesNotHaveIsLeftOut() {
        form.encode(frame(Track.of(2, Codec.AMF0).build(), 0, 0, true), out);
        form.encode(frame(Track.of(3, Codec.G722).build(), 0, 0, true), out);
        form.announce(Track.of(3, Codec.KLV).configuration(Payload.copyOf(new byte[] {1})).build(),
                frame(VIDEO, 0, 0, true), out);
        assertWritten("07" + "000000" + "000002" + "12" + "01000000" + "aabb");
    }

    /** Bodies as E-RTMP v2 draws them: what announces a track, a frame shown when it is decoded, and one shown 40 ms later. */
    static Stream<Arguments> codecs() {
        return Stream.of(
                arguments(video(0, Codec.H264), List.of("09 17 00 000000 0102"), "09 17 01 000000 aabb", "09 27 01 000028 aabb"),
                arguments(video(0, Codec.HEVC), List.of("09 90 68766331 0102"),
                        "09 93 68766331 aabb", "09 a1 68766331 000028 aabb"),
                arguments(video(0, Codec.VVC), List.of("09 90 76766331 0102"),
                        "09 93 76766331 aabb", "09 a1 76766331 000028 aabb"),
                arguments(video(0, Codec.AV1), List.of("09 90 61763031 0102"), "09 91 61763031 aabb", "09 a1 61763031 aabb"),
                arguments(video(0, Codec.VP9), List.of("09 90 76703039 0102"), "09 91 76703039 aabb", "09 a1 76703039 aabb"),
                arguments(video(0, Codec.VP8), List.of("09 90 76703038 0102"), "09 91 76703038 aabb", "09 a1 76703038 aabb"),
                arguments(audio(1, Codec.AAC), List.of("08 af00 0102"), "08 af01 aabb", "08 af01 aabb"),
                arguments(audio(1, Codec.OPUS), List.of("08 90 4f707573 0102"), "08 91 4f707573 aabb", "08 91 4f707573 aabb"),
                arguments(audio(1, Codec.FLAC), List.of("08 90 664c6143 0102"), "08 91 664c6143 aabb", "08 91 664c6143 aabb"),
                arguments(audio(1, Codec.MP3), List.of(), "08 2f aabb", "08 2f aabb"),
                arguments(audio(1, Codec.AC3), List.of(), "08 91 61632d33 aabb", "08 91 61632d33 aabb"),
                arguments(audio(1, Codec.EAC3), List.of(), "08 91 65632d33 aabb", "08 91 65632d33 aabb"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("codecs")
    void eachCodecHasItsForm(Track track, List<String> announced, String atOnce, String later) {
        RtmpWireForm whole = new RtmpWireForm(new WireTerms(4096, 1, FIRSTS, false, false));
        whole.announce(track, frame(track, 0, 0, true), out);
        assertThat(bodies()).isEqualTo(unspaced(announced));
        whole.encode(frame(track, 1_000_000_000, 1_000_000_000, true), out);
        assertThat(bodies()).isEqualTo(unspaced(List.of(atOnce)));
        boolean video = track.kind() == TrackKind.VIDEO;
        whole.encode(frame(track, 1_000_000_000, video ? 1_040_000_000 : 1_000_000_000, false), out);
        assertThat(bodies()).isEqualTo(unspaced(List.of(later)));
    }

    @Test
    void furtherTracksGoWithTheirNumbersToThoseWhoTakeThem() {
        RtmpWireForm all = new RtmpWireForm(new WireTerms(4096, 1, FIRSTS, true, false));
        RtmpWireForm firsts = new RtmpWireForm(new WireTerms(4096, 1, FIRSTS, false, false));
        Track german = audio(4, Codec.AAC).toBuilder().property(FlvTrack.NUMBER, 2).build();
        Track small = video(3, Codec.H264).toBuilder().property(FlvTrack.NUMBER, 1).build();
        Track foreign = audio(40, Codec.OPUS); // not by RTMP, so it has no number of RTMP's
        for (Track track : List.of(german, small, foreign)) {
            firsts.announce(track, frame(track, 0, 0, true), out);
            firsts.encode(frame(track, 0, 0, true), out);
        }
        assertThat(bodies()).isEmpty();
        for (Track track : List.of(german, small, foreign)) {
            all.announce(track, frame(track, 0, 0, true), out);
            all.encode(frame(track, 0, 0, true), out);
        }
        assertThat(bodies()).isEqualTo(unspaced(List.of("08 95 00 6d703461 02 0102", "08 95 01 6d703461 02 aabb",
                "09 96 00 61766331 01 0102", "09 96 03 61766331 01 aabb", "08 95 00 4f707573 28 0102",
                "08 95 01 4f707573 28 aabb")));
        all.encode(frame(AUDIO, 0, 0, true), out);
        firsts.encode(frame(AUDIO, 0, 0, true), out);
        assertThat(bodies()).as("the first tracks are the same for all")
                .isEqualTo(unspaced(List.of("08 af01 aabb", "08 af01 aabb")));
    }

    @Test
    void theFirstTrackThatComesIsTheFirstWhereThereWasNone() {
        RtmpWireForm early = new RtmpWireForm(new WireTerms(4096, 1, new FirstTracks(-1, -1), false, false));
        early.encode(frame(audio(7, Codec.AAC), 0, 0, true), out);
        early.encode(frame(audio(3, Codec.AAC).toBuilder().property(FlvTrack.NUMBER, 1).build(), 0, 0, true), out);
        assertThat(bodies()).isEqualTo(unspaced(List.of("08 af01 aabb")));
    }

    @Test
    void aTrackThatComesLateIsNotMixedIntoTheFirst() {
        RtmpWireForm all = new RtmpWireForm(new WireTerms(4096, 1, new FirstTracks(3, 1), true, false));
        all.encode(frame(video(3, Codec.H264).toBuilder().property(FlvTrack.NUMBER, 1).build(), 0, 0, true), out);
        all.announce(VIDEO, frame(VIDEO, 0, 0, true), out);
        all.encode(frame(VIDEO, 0, 0, true), out);
        assertThat(bodies()).isEqualTo(unspaced(List.of("09 17 01 000000 aabb")));
    }

    @Test
    void nanosecondsGoToThoseWhoTakeThem() {
        RtmpWireForm exact = new RtmpWireForm(new WireTerms(4096, 1, FIRSTS, false, true));
        exact.encode(frame(video(0, Codec.HEVC), 33_666_667, 67_333_333, true), out);
        assertThat(out.getMedium(1)).isEqualTo(33);
        assertThat(bodies()).isEqualTo(unspaced(List.of("09 97 02 0a2c2b 01 68766331 000022 aabb")));
        exact.encode(frame(audio(1, Codec.OPUS), 20_000_000, 20_000_000, true), out);
        exact.encode(frame(VIDEO, 33_666_667, 67_333_333, true), out);
        assertThat(bodies()).as("where there are any, and E-RTMP is spoken")
                .isEqualTo(unspaced(List.of("08 91 4f707573 aabb", "09 17 01 000021 aabb")));
    }

    @Test
    void coloursAndSpeakersAreAnnouncedToo() {
        RtmpWireForm whole = new RtmpWireForm(new WireTerms(4096, 1, FIRSTS, false, false));
        Track hdr = video(0, Codec.AV1).toBuilder().property(TrackProperty.COLOUR_TRANSFER, 16).build();
        whole.announce(hdr, frame(hdr, 0, 0, true), out);
        Track surround = audio(1, Codec.OPUS).toBuilder().property(MultichannelConfig.MASK, 0x3FL).build();
        whole.announce(surround, frame(surround, 0, 0, true), out);
        assertThat(bodies()).isEqualTo(unspaced(List.of("09 90 61763031 0102",
                "09 d4 61763031 02 0009 636f6c6f72496e666f 03 000b 636f6c6f72436f6e666967 03"
                        + "0017 7472616e7366657243686172616374657269737469637300 4030000000000000 000009 000009",
                "08 90 4f707573 0102", "08 94 4f707573 01 06 0000003f")));
    }

    @Test
    void nameSaysWhatBytesDependOn() {
        List<Track> tracks = List.of(video(0, Codec.HEVC), audio(1, Codec.AAC), audio(3, Codec.AAC));
        Capabilities able = new Capabilities(null, null, Capabilities.MOD_EX | Capabilities.NANO_OFFSET);
        assertThat(WireTerms.of(65_536, 1, tracks, Capabilities.NONE, false).name())
                .isEqualTo("rtmp.2/chunk=65536/stream=1/video=0/audio=1");
        assertThat(WireTerms.of(65_536, 1, tracks, able, true).name())
                .isEqualTo("rtmp.2/chunk=65536/stream=1/video=0/audio=1/all/nano");
    }

    private static Track video(int id, Codec codec) {
        return Track.of(id, codec).configuration(Payload.copyOf(new byte[] {1, 2})).build();
    }

    private static Track audio(int id, Codec codec) {
        return Track.of(id, codec).configuration(Payload.copyOf(new byte[] {1, 2})).sampleRate(48_000).channels(2).build();
    }

    /** Type and body of each message written since the last time, each in one chunk. */
    private List<String> bodies() {
        List<String> bodies = new ArrayList<>();
        while (out.isReadable()) {
            int length = out.getMedium(out.readerIndex() + 4);
            String type = ByteBufUtil.hexDump(out, out.readerIndex() + 7, 1);
            bodies.add(type + ByteBufUtil.hexDump(out, out.readerIndex() + 12, length));
            out.skipBytes(12 + length);
        }
        return bodies;
    }

    private static List<String> unspaced(List<String> hex) {
        return hex.stream().map(text -> text.replace(" ", "")).toList();
    }

    private void assertWritten(String hex) {
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
    }

    private static Frame frame(Track track, long dts, long pts, boolean key) {
        return Frame.of(track).dts(dts).pts(pts).key(key).payload(Payload.copyOf(new byte[] {(byte) 0xAA, (byte) 0xBB})).build();
    }
}
