package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.media.Frame;
import arcly.api.stream.CloseReason;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One generation ends and the next begins, at any moment. */
class RtmpHandoverTest extends Conversation {
    /** Every byte of a publisher's conversation is where one generation ends and the next begins. */
    @ParameterizedTest
    @ValueSource(strings = {"bframes", "hevc-opus", "eac3-aac"})
    void publisherIsHandedOverAfterEveryByte(String file) throws Exception {
        RtmpClient other = new RtmpClient();
        byte[] beginning = other.handshake().connect("live").send(0, 0, new SetChunkSize(300)).createStream(2)
                .publish(1, "cam").bytes();
        Flv.tags(file).forEach(tag -> other.send(1, tag.timestampMillis(), message(tag)));
        byte[] rest = other.send(0, 0, Command.of("deleteStream", 0, null, 1.0)).bytes();
        FakeConnection whole = new FakeConnection(new RtmpConnections(context));
        whole.receive(beginning);
        whole.receive(rest);
        FakePublication expected = kernel.last().publication;

        for (byte b : ByteBufUtil.getBytes(Unpooled.wrappedBuffer(beginning, rest))) {
            connection.receive(b);
            connection.handOver(new RtmpConnections(context));
        }
        FakePublication published = kernel.last().publication;
        assertThat(published).isNotSameAs(expected);
        assertThat(published.frames).extracting(RtmpHandoverTest::text)
                .isEqualTo(expected.frames.stream().map(RtmpHandoverTest::text).toList());
        assertThat(published.stream.kept).isEqualTo(expected.stream.kept);
        assertThat(kernel.last().asked).isEqualTo(1);
        assertThat(kernel.last().reason).isEqualTo(CloseReason.LEFT);
        assertThat(new RtmpClient().read(connection.written)).isEqualTo(new RtmpClient().read(whole.written));
        assertThat(connection.closed).isNull();
    }

    @Test
    void handedOverWhileTheAccessDecisionIsPending() throws Exception {
        kernel.answersAtOnce = false;
        say(client.handshake().connect("live").createStream(2).publish(1, "cam"));
        for (FlvTag tag : Flv.tags()) { // a client that does not wait for the answer
            say(client.send(1, tag.timestampMillis(), message(tag)));
        }
        connection.handOver(new RtmpConnections(context));
        assertThat(codes()).containsExactly("NetConnection.Connect.Success");
        assertThat(kernel.last().publishing.isArmed()).isTrue();
        kernel.last().publishing.grant(kernel.last().publication);
        connection.receive();
        assertThat(codes()).containsExactly("NetStream.Publish.Start");
        assertThat(kernel.last().asked).isEqualTo(1);
        assertThat(kernel.last().publication.frames).hasSizeGreaterThan(20);
    }

    /** Between a new configuration and its first frame the kernel knows the old one, or another publisher's on standby. */
    @Test
    void configurationThatHasNoFrameYetIsKept() throws Exception {
        sayAsPublisher();
        for (FlvTag tag : Flv.tags()) {
            say(client.send(1, tag.timestampMillis(), message(tag)));
            FakePublication publication = kernel.last().publication;
            publication.stream.tracks.clear(); // what the kernel says of tracks is not ours
            publication.complete = false;
            connection.handOver(new RtmpConnections(context));
        }
        assertThat(kernel.last().publication.frames).hasSizeGreaterThan(20);
    }

    @Test
    void decisionThatFellWhileNobodyServedIsDelivered() throws Exception {
        kernel.answersAtOnce = false;
        say(client.handshake().connect("live").createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        RtmpConnections next = new RtmpConnections(new RtmpContext(kernel, kernel, () -> {
            session.playing.grant(session.stream); // between park and adopt
            return RtmpSettings.DEFAULT;
        }));
        connection.handOver(next);
        connection.receive();
        assertThat(codes()).endsWith("NetStream.Play.Reset", "NetStream.Play.Start");
        assertThat(session.asked).isEqualTo(1);
    }

    @Test
    void batonHasItsForm() throws Exception {
        sayAsPublisher();
        List<Baton> batons = connection.handOver(new RtmpConnections(context));
        assertThat(batons).singleElement().satisfies(baton -> {
            assertThat(baton.kind()).isEqualTo("rtmp.connection");
            assertThat(baton.version()).isEqualTo(2);
            assertThat(HexFormat.of().formatHex(baton.bytes())).isEqualTo(GOLDEN_BATON);
        });
        Baton unknown = Baton.of("rtmp.connection", 3, new byte[3]);
        assertThatThrownBy(() -> new RtmpConnections(context).adopt(connection, List.of(unknown)))
                .isInstanceOf(HandoverException.class).hasMessageContaining("v2 is known");
        Baton cut = Baton.of("rtmp.connection", 2, new byte[3]);
        assertThatThrownBy(() -> new RtmpConnections(context).adopt(connection, List.of(cut)))
                .isInstanceOf(HandoverException.class).hasMessageContaining("cannot be read");
    }

    /** A publisher behind connect, createStream and publish, before its first frame. */
    private static final String GOLDEN_BATON = ""
            + "01020100000080ffffffff00000000000000010000000300000000000000000000000000000000211400000001000000000001002625"
            + "a00000000000000cb200000000000000000001000001000000046c6976650000001572746d703a2f2f6c6f63616c686f73742f6c6976"
            + "6500000004746573740000000000000000ffffffffffffffff0000000000000001000000000100000004a817c8000000000000000000"
            + "000000000100000001010000000363616d01000000000000000000000000000000000000000000000000000000000000000000000000"
            + "000000000000000000000000";

    private static String text(Frame frame) {
        return frame + " " + Objects.hash(frame.payload(), frame.track());
    }
}
