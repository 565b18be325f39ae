package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.flv.FlvTag;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.message.RawMessage;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What FFmpeg's FLV muxer writes goes in as messages and comes out as the same, but for what the canonical form leaves out. */
class FlvRoundTripTest {
    private final FakePublication publication = new FakePublication(new FakeStream());
    private final ByteBuf out = Unpooled.directBuffer();

    @AfterEach
    void release() {
        out.release();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bframes", "hevc-opus", "av1-flac", "vp9-mp3", "h264-ac3", "eac3-aac"})
    void framesComeOutAsTheyWentIn(String file) {
        List<FlvTag> tags = Flv.tags(file);
        take(tags);
        List<String> sent = tags.stream().filter(tag -> tag.type() != FlvTag.SCRIPT_DATA)
                .map(tag -> tag.timestampMillis() + " " + tag.type() + " " + withoutDelimiter(hex(tag)))
                .filter(FlvRoundTripTest::isFrame).toList();
        assertThat(sent).hasSizeGreaterThan(8);
        assertThat(played().stream().filter(FlvRoundTripTest::isFrame)).containsExactlyElementsOf(sent);
    }

    /** Legacy or enhanced, first track or another: a packet of coded frames, with something in it. */
    private static boolean isFrame(String message) {
        String body = message.substring(message.lastIndexOf(' ') + 1);
        return body.matches("[12]701.{6}.+|af01.+|2[ef].+|[9a][13].{8}.+|9501.{10}.+");
    }

    /** AV1 goes without temporal delimiters inside arcly; FFmpeg leaves them where its encoder put them. */
    private static String withoutDelimiter(String body) {
        return body.replaceFirst("^([9a]161763031)1200", "$1");
    }

    /**
     * What goes before the first frame: as FFmpeg wrote it, but that hvcC says of its parameter sets that there are no others,
     * that av1C is of the sequence header in the key frame, that VP9's record goes without a box's version and FLAC's with its
     * marker.
     */
    @ParameterizedTest
    @CsvSource({
        "bframes, 9 17, 17000000000164000affe100186764000aacd9447b011000000300100000030320f122596001000668ebe3cb22c0fdf8f800",
        "bframes, 8 af, af00120856e500",
        "hevc-opus, 9 90, 90687663310101600000009000000000001ef000fcfdf8f800000f03a00001001840010c01ffff016000000300900000030000"
                + "03001e959009a10001002c42010101600000030090000003000003001ea0208316595912930bc05a8101048200000300020000030032"
                + "10a2000100064401c073c089",
        "hevc-opus, 8 90, 904f7075734f707573486561640101380180bb0000000000",
        "av1-flac, 9 90, 906176303181000c000a0b02000005157fbc4af90040",
        "av1-flac, 8 90, 90664c6143664c614380000022",
        "vp9-mp3, 9 90, 9076703039000a820202020000",
        "h264-ac3, 9 17, 1700000000014d400affe1",
        "eac3-aac, 8 950, 95006d70346101118856e500",
    })
    void configurationsComeOut(String file, String kind, String expected) {
        take(Flv.tags(file));
        String first = played().stream().map(message -> message.substring(message.indexOf(' ') + 1))
                .filter(message -> message.startsWith(kind)).findFirst().orElseThrow();
        assertThat(first).startsWith(kind.charAt(0) + " " + expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bframes", "hevc-opus", "av1-flac", "vp9-mp3", "h264-ac3", "eac3-aac"})
    void generationsThatChangeAfterEachMessageMakeTheSameFrames(String file) {
        List<FlvTag> tags = Flv.tags(file);
        take(tags);
        List<String> whole = played();
        publication.frames.clear();
        publication.stream.tracks.clear();
        publication.complete = false;
        MediaIntake intake = new MediaIntake(() -> "test");
        intake.begin(publication);
        for (FlvTag tag : tags) {
            intake.take(message(tag), AmfLimits.DEFAULT);
            ByteBuf state = Unpooled.buffer();
            intake.writeState(state);
            intake = MediaIntake.readState(state, publication.stream.tracks(), () -> "test");
            assertThat(state.isReadable()).isFalse();
            intake.begin(publication);
        }
        assertThat(played()).isEqualTo(whole);
    }

    private void take(List<FlvTag> tags) {
        MediaIntake intake = new MediaIntake(() -> "test");
        intake.begin(publication);
        tags.forEach(tag -> intake.take(message(tag), AmfLimits.DEFAULT));
        assertThat(intake.figures()).endsWith("0 refused, 0 malformed messages");
    }

    private static RawMessage message(FlvTag tag) {
        return new RawMessage(tag.type(), 1, tag.timestampMillis(), ByteBuffer.wrap(tag.body().toByteArray()));
    }

    private static String hex(FlvTag tag) {
        return HexFormat.of().formatHex(tag.body().toByteArray());
    }

    /** What a player of all tracks gets: time, type and body of each message. */
    private List<String> played() {
        RtmpWireForm form = new RtmpWireForm(
                WireTerms.of(0xFF_FFFF, 1, publication.stream.tracks(), Capabilities.NONE, true));
        Map<Integer, Track> announced = new TreeMap<>();
        for (Frame frame : publication.frames) {
            if (!frame.track().equals(announced.put(frame.track().id(), frame.track()))) {
                form.announce(frame.track(), frame, out);
            }
            form.encode(frame, out);
        }
        List<String> messages = new ArrayList<>();
        while (out.isReadable()) {
            int at = out.readerIndex();
            int length = out.getMedium(at + 4);
            messages.add(out.getMedium(at + 1) + " " + out.getByte(at + 7) + " " + ByteBufUtil.hexDump(out, at + 12, length));
            out.skipBytes(12 + length);
        }
        return messages;
    }
}
