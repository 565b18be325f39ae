package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What strange senders make of tracks, and what is left of their messages. */
class FlvInputTest {
    private static final String OPUS = "4f707573";
    private static final String PACKET = "0800112233445566";
    private static final String BT_709 = "9161763031" + "0a0e0200000519bfdf00be0404040410" + "320110"; // AV1 of 128x96: these colours
    private static final String ANY_COLOUR = "9161763031" + "0a0b0200000519bfdf00be0010" + "320110";

    private final List<Frame> frames = new ArrayList<>();

    private void take(FlvInput input, TrackKind kind, ByteBuffer body) {
        input.media(kind, body, 0, AmfLimits.DEFAULT, frames::add, broken -> {
            throw new AssertionError(broken);
        });
    }

    private void take(FlvInput input, TrackKind kind, String hex) {
        take(input, kind, ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    @Test
    void othersThanThoseWhoWereThereFindIdsToo() {
        FlvInput input = new FlvInput();
        input.follow(IntStream.range(0, FlvInput.MOST_TRACKS)
                .mapToObj(i -> Track.of(3 + i, Codec.OPUS).property(FlvTrack.NUMBER, 1 + i).build()).toList());
        for (int number = 255; number > 255 - FlvInput.MOST_TRACKS; number--) {
            take(input, TrackKind.AUDIO, "9501" + OPUS + String.format("%02x", number) + PACKET);
        }
        assertThat(frames).hasSize(FlvInput.MOST_TRACKS).extracting(frame -> frame.track().id()).doesNotHaveDuplicates();
        assertThat(frames.get(0).track().id()).as("not that of a track that may come again").isEqualTo(34);
        assertThat(frames.get(30).track().id()).as("there is no other").isEqualTo(3);
    }

    @Test
    void coloursOfTheBitstreamDoNotOutliveItInASuccessor() {
        FlvInput input = new FlvInput();
        take(input, TrackKind.VIDEO, BT_709);
        ByteBuf state = Unpooled.buffer();
        input.writeState(state);
        FlvInput successor = FlvInput.readState(state, input.tracks());
        take(successor, TrackKind.VIDEO, BT_709);
        take(successor, TrackKind.VIDEO, ANY_COLOUR);
        assertThat(frames.get(1).track()).isSameAs(frames.get(0).track());
        assertThat(frames.get(1).track().property(TrackProperty.COLOUR_PRIMARIES)).contains(1);
        assertThat(frames.get(2).track().property(TrackProperty.COLOUR_PRIMARIES)).isEmpty();
    }

    @Test
    void smallPartsOfLongMessagesAreCopied() {
        byte[] frame = HexFormat.of().parseHex("91" + OPUS + PACKET);
        byte[] whole = Arrays.copyOf(frame, 100);
        FlvInput input = new FlvInput();
        take(input, TrackKind.AUDIO, ByteBuffer.wrap(whole, 0, frame.length));
        frames.add(input.data(ByteBuffer.wrap(whole, 0, 5), 0));
        Arrays.fill(whole, (byte) 0x55); // only to see that it is another array
        assertThat(frames).extracting(Frame::payload).containsExactly(Payload.wrap(HexFormat.of().parseHex(PACKET)),
                Payload.wrap(frame, 0, 5));
    }
}
