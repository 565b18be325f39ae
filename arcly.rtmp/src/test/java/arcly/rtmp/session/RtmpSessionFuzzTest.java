package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.CloseReason;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.Video;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Clients that say something near to RTMP: the connection goes on, or is closed for their fault, never for ours. */
class RtmpSessionFuzzTest {
    private static final List<String> THEIR_FAULT = List.of("protocol.error", "refused", "unsupported", "client.left");

    @FuzzTest(maxDuration = "10s")
    void goesOnOrIsClosed(byte[] bytes) {
        converse(new RtmpClient().handshake().bytes(), bytes);
    }

    @Test
    void conversationsWithFlippedBytesGoOnOrAreClosed() {
        Random random = new Random(46);
        byte[] handshake = new RtmpClient().handshake().bytes();
        byte[] conversation = conversation();
        for (int round = 0; round < 3_000; round++) {
            byte[] flipped = conversation.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                // two thirds of them among the commands, which are the smaller part
                int at = random.nextInt(random.nextInt(3) == 0 ? flipped.length : Math.min(flipped.length, 700));
                flipped[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : flipped[at] ^ 1 << random.nextInt(8));
            }
            converse(handshake, flipped);
        }
    }

    private static byte[] conversation() {
        RtmpClient client = new RtmpClient().connect("live").createStream(2).createStream(3).publish(1, "cam?key=k")
                .play(2, "cam");
        client.send(2, 0, Command.of("pause", 0, null, true, 0.0)).send(2, 0, Command.of("receiveAudio", 0, null, false));
        client.send(1, 0, Data.of("@setDataFrame", "onMetaData", new EcmaArray().with("width", 64.0).with("videocodecid", 7.0)));
        for (FlvTag tag : Flv.tags().subList(1, 12)) {
            ByteBuffer body = ByteBuffer.wrap(tag.body().toByteArray());
            client.send(1, tag.timestampMillis(), tag.type() == FlvTag.VIDEO ? new Video(body) : new Audio(body));
        }
        return client.send(0, 0, Command.of("deleteStream", 0, null, 2.0)).bytes();
    }

    private static void converse(byte[] handshake, byte[] rest) {
        FakeKernel kernel = new FakeKernel();
        FakeConnection connection = new FakeConnection(
                new RtmpConnections(new RtmpContext(kernel, kernel, () -> RtmpSettings.DEFAULT)));
        connection.receive(handshake);
        int half = rest.length / 2;
        connection.receive(Arrays.copyOf(rest, half));
        connection.receive(Arrays.copyOfRange(rest, half, rest.length));
        CloseReason closed = connection.closed;
        if (closed != null) {
            assertThat(closed.code()).as(closed.text()).isIn(THEIR_FAULT);
            assertThat(connection.sessions).isEmpty();
        }
        connection.channel.close();
    }
}
