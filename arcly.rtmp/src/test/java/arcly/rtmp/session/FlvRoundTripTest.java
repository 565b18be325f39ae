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

/** What FFmpeg's FLV muxer writes goes in as messages and comes out as the same messages, but for what the canonical form leaves out. */
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
                .map(tag -> tag.timestampMillis() + " " + tag.type() + " " + withoutDelimiter(hex(tag))).filter(FlvRoundTripTest::isFrame).toList();
        assertThat(sent).hasSizeGreaterThan(10);
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

    @ParameterizedTest
    @CsvSource({
        "bframes, 1700000000, af00",
        "hevc-opus, 9068766331, 904f707573",
        "av1-flac, 9061763031, 90664c6143",
        "vp9-mp3, 9076703039, none",
        "h264-ac3, 1700000000, none",
        "eac3-aac, none, 95006d70346101",
    })
    void configurationsComeOutAsTheyWentIn(String file, String video, String audio) {
        List<FlvTag> tags = Flv.tags(file);
        take(tags);
        List<String> played = played().stream().map(message -> message.substring(message.lastIndexOf(' ') + 1)).toList();
        for (String start : List.of(video, audio)) {
            List<String> sent = tags.stream().map(FlvRoundTripTest::hex).filter(body -> body.startsWith(start)).toList();
            if (!sent.isEmpty()) {
                String expected = start.equals("90664c6143") // FFmpeg leaves out what the specification wants around STREAMINFO
                        ? start + "664c614380000022" + sent.get(0).substring(start.length()) : sent.get(0);
                assertThat(played.stream().filter(body -> body.startsWith(start))).containsExactly(expected);
            }
        }
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
