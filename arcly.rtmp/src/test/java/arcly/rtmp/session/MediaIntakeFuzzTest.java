package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.Video;
import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of media messages that nobody has checked: frames or a clear refusal, and a state that can be handed over. */
class MediaIntakeFuzzTest {
    private static final int[] TYPES = {8, 9, 15, 18, 22};

    @FuzzTest
    void anyMessages(FuzzedDataProvider data) {
        List<RawMessage> messages = new ArrayList<>();
        while (data.remainingBytes() > 0) {
            int type = TYPES[data.consumeInt(0, TYPES.length - 1)];
            messages.add(message(type, data.consumeInt(), data.consumeBytes(data.consumeInt(0, 300))));
        }
        take(messages);
    }

    /** FFmpeg's messages with a few bytes changed: what is broken in one does not keep the others out. */
    @ParameterizedTest
    @ValueSource(strings = {"bframes", "hevc-opus", "av1-flac", "vp9-mp3", "h264-ac3", "eac3-aac"})
    void damagedMessages(String file) {
        List<FlvTag> tags = Flv.tags(file);
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<RawMessage> messages = new ArrayList<>();
            for (FlvTag tag : tags) {
                byte[] body = tag.body().toByteArray();
                if (random.nextInt(3) == 0) {
                    body[random.nextInt(Math.min(body.length, 24))] = (byte) random.nextInt();
                }
                messages.add(message(tag.type(), (int) tag.timestampMillis(), body));
            }
            take(messages);
        }
    }

    private static RawMessage message(int type, int timestamp, byte[] body) {
        return new RawMessage(type, 1, timestamp & 0xFFFF_FFFFL, ByteBuffer.wrap(body));
    }

    private static void take(List<RawMessage> messages) {
        FakePublication publication = new FakePublication(new FakeStream());
        MediaIntake intake = new MediaIntake(() -> "fuzz");
        intake.begin(publication);
        for (RawMessage message : messages) {
            try {
                intake.take(message, AmfLimits.DEFAULT);
            } catch (MediaFormatException refused) {
                assertThat(refused.isUnsupported()).as(refused.getMessage()).isTrue();
            } catch (RtmpException aggregate) {
                assertThat(message.type()).as(aggregate.getMessage()).isNotIn(Video.TYPE, Data.TYPE);
            }
            ByteBuf state = Unpooled.buffer();
            intake.writeState(state);
            intake = MediaIntake.readState(state, publication.stream.tracks(), () -> "fuzz");
            assertThat(state.isReadable()).isFalse();
            intake.begin(publication);
        }
        assertThat(publication.stream.tracks()).hasSizeLessThanOrEqualTo(FlvInput.MOST_TRACKS + 1)
                .extracting(Track::id).doesNotHaveDuplicates();
    }
}
