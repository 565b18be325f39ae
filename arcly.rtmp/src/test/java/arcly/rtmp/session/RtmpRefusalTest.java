package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.TrackKind;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.StreamException;
import arcly.media.flv.FlvTag;
import arcly.rtmp.amf.Amf3Writer;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.OtherMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.rtmp.message.Video;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a client hears that may not, or does not behave. */
class RtmpRefusalTest extends Conversation {
    static Stream<Arguments> refusals() {
        return Stream.of(
                arguments(StreamException.Reason.BUSY, "NetStream.Publish.BadName", "NetStream.Play.Failed"),
                arguments(StreamException.Reason.DENIED, "NetStream.Publish.Denied", "NetStream.Play.Failed"),
                arguments(StreamException.Reason.NOT_FOUND, "NetStream.Publish.Rejected", "NetStream.Play.StreamNotFound"),
                arguments(StreamException.Reason.TIMEOUT, "NetStream.Publish.Rejected", "NetStream.Play.StreamNotFound"),
                arguments(StreamException.Reason.LIMIT, "NetStream.Publish.Rejected", "NetStream.Play.Failed"));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusalsHaveTheCodesClientsKnow(StreamException.Reason reason, String publishCode, String playCode) {
        kernel.answersAtOnce = false;
        say(client.handshake().connect("live").createStream(2).createStream(3).publish(1, "cam").play(2, "cam"));
        answers();
        kernel.sessions.get(0).publishing.refuse(new StreamException(reason, "because"));
        connection.receive();
        assertThat(connection.closed).as("the other stream is still used").isNull();
        kernel.sessions.get(1).playing.refuse(new StreamException(reason, "because"));
        connection.receive();
        assertThat(codes()).containsExactly(publishCode, playCode, "NetConnection.Connect.Closed");
        assertThat(connection.closed.code()).isEqualTo("refused");
        assertThat(connection.sessions).isEmpty();
    }

    @Test
    void unknownApplicationIsRefusedAtConnect() {
        say(client.handshake().connect("other/x"));
        assertThat(codes()).containsExactly("NetConnection.Connect.InvalidApp");
        assertThat(connection.closed.text()).contains("other");
        assertThat(connection.established).isFalse();
    }

    @Test
    void nameThatIsNoneIsRefused() {
        say(client.handshake().connect("live").createStream(2).publish(1, "a b"));
        assertThat(codes()).endsWith("NetStream.Publish.BadName", "NetConnection.Connect.Closed");
        assertThat(connection.closed.code()).isEqualTo("refused");
        assertThat(kernel.sessions).isEmpty();
    }

    @Test
    void nameThatIsNoneLeavesTheOtherStreamAlone() {
        sayAsPublisher();
        say(client.createStream(3).play(2, "a b"));
        assertThat(codes()).endsWith("NetStream.Play.StreamNotFound");
        assertThat(connection.closed).isNull();
        assertThat(kernel.sessions).singleElement().extracting(Session::closeReason).isNull();
    }

    /** Anybody may connect; only of a publisher that was heard out much is taken. */
    @Test
    void longMessagesAreTakenFromPublishersOnly() throws Exception {
        Video keyFrame = new Video(ByteBuffer.allocate(100_000).put(0, (byte) 0x17).put(1, (byte) 1));
        sayAsPublisher();
        say(client.send(1, 0, keyFrame));
        connection.handOver(new RtmpConnections(context));
        say(client.send(1, 0, keyFrame));
        assertThat(connection.closed).isNull();

        FakeConnection player = new FakeConnection(new RtmpConnections(context));
        player.receive(new RtmpClient().handshake().connect("live").createStream(2).play(1, "cam").send(1, 0, keyFrame).bytes());
        assertThat(player.closed.text()).contains("100000 bytes", "at most 65536 are allowed");
    }

    @Test
    void whatClientsSayMakesNoLinesInTheLog() {
        say(client.handshake().send(0, 0, Command.of("con\n[INFO] all is well" + "x".repeat(10_000), 1, (Object) null)));
        assertThat(connection.closed.text()).contains("con?[INFO]").hasSizeLessThan(600);
    }

    @ParameterizedTest
    @MethodSource
    void codecsThatAreNotServedAreNamed(String name, RtmpMessage message, String says) {
        sayAsPublisher();
        say(client.send(1, 0, message));
        assertThat(codes()).endsWith("NetStream.Publish.Rejected", "NetConnection.Connect.Closed");
        assertThat(connection.closed.text()).contains(says);
    }

    static Stream<Arguments> codecsThatAreNotServedAreNamed() {
        return Stream.of(
                arguments("VP6", new Video(ByteBuffer.wrap(new byte[] {0x14, 0})), "VP6"),
                arguments("Speex", new Audio(ByteBuffer.wrap(new byte[] {(byte) 0xB2, 0})), "Speex"),
                arguments("a FourCC", new Video(ByteBuffer.wrap(new byte[] {(byte) 0x90, 'x', 'v', 'i', 'd'})),
                        "RTMP video: unsupported xvid; supported: avc1, hvc1"));
    }

    /** E-RTMP v2: multitrack, one track, sequence start, xvid, track 1. */
    @Test
    void furtherTracksInCodecsThatAreNotServedAreLeftOut() {
        sayAsPublisher();
        say(client.send(1, 0, new Video(ByteBuffer.wrap(new byte[] {(byte) 0x96, 0, 'x', 'v', 'i', 'd', 1, 9, 9}))));
        assertThat(connection.closed).isNull();
        Flv.tags().forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        assertThat(kernel.last().publication.frames).hasSizeGreaterThan(20);
    }

    @Test
    void brokenMediaAreCountedAndPassedOver() {
        sayAsPublisher();
        say(client.send(1, 0, new Video(ByteBuffer.wrap(new byte[] {0x17, 0, 0, 0, 0, 9, 9}))));
        say(client.send(1, 0, new Video(ByteBuffer.allocate(0))));
        assertThat(connection.closed).isNull();
        Flv.tags().forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        assertThat(kernel.last().publication.frames).hasSizeGreaterThan(20);
    }

    static Stream<Arguments> brokenData() {
        return Stream.of(
                arguments("no AMF at all", Data.TYPE, new byte[] {(byte) 0xFF, 1, 2}),
                arguments("cut short", Data.TYPE, new byte[] {2, 0, 10, 'o', 'n'}),
                arguments("AMF3 cut short", Data.TYPE_AMF3, new byte[] {0, 2, 0, 1, 'x', 0x11, 0x0A}),
                arguments("AMF3 with a name that AMF0 has no room for", Data.TYPE_AMF3, longName()),
                arguments("too deep", Data.TYPE, bytes(Data.of("onX", deep()))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenData")
    void brokenDataMessagesAreCountedAndPassedOver(String name, int type, byte[] body) {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags();
        tags.subList(0, 5).forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        say(client.send(1, 0, new OtherMessage(type, ByteBuffer.wrap(body))));
        tags.subList(5, tags.size()).forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        assertThat(connection.closed).isNull();
        assertThat(kernel.last().publication.frames).hasSizeGreaterThan(20)
                .extracting(frame -> frame.track().kind()).doesNotContain(TrackKind.DATA);
    }

    private static byte[] bytes(RtmpMessage message) {
        ByteBuf out = Unpooled.buffer();
        message.write(out);
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] longName() {
        ByteBuf out = Unpooled.buffer().writeBytes(new byte[] {0, 2, 0, 1, 'x', 0x11});
        Amf3Writer.write(out, new AmfObject().with("n".repeat(70_000), 1.0));
        return ByteBufUtil.getBytes(out);
    }

    @ParameterizedTest
    @EnumSource(value = Publication.Result.class, names = {"REFUSED", "GONE"})
    void framesThatAreNotTakenHurtNobody(Publication.Result result) {
        sayAsPublisher();
        kernel.last().publication.result = result;
        Flv.tags().forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        assertThat(connection.closed).isNull();
    }

    static Stream<Arguments> brokenClients() {
        return Stream.of(
                arguments("text in place of a handshake", "GET / HTTP/1.1\r\n".getBytes(), "byte 71"),
                arguments("command before connect", new RtmpClient().handshake().createStream(1).bytes(), "before connect"),
                arguments("second connect", new RtmpClient().handshake().connect("live").connect("live").bytes(),
                        "second connect"),
                arguments("connect without app", new RtmpClient().handshake()
                        .send(0, 0, Command.of("connect", 1, new AmfObject())).bytes(), "string 'app'"),
                arguments("publish on a stream not created", new RtmpClient().handshake().connect("live")
                        .publish(1, "cam").bytes(), "message stream 1"),
                arguments("publish without a name", new RtmpClient().handshake().connect("live").createStream(2)
                        .send(1, 0, Command.of("publish", 3, (Object) null)).bytes(), "without a stream's name"),
                arguments("publish twice", new RtmpClient().handshake().connect("live").createStream(2).publish(1, "cam")
                        .publish(1, "cam").bytes(), "publishes already"),
                arguments("absurd chunk size", new RtmpClient().handshake().send(0, 0, new SetChunkSize(-1)).bytes(),
                        "chunk size -1"),
                arguments("AMF too deep", new RtmpClient().handshake().connect("live")
                        .send(0, 0, Command.of("x", 1, deep())).bytes(), "nested deeper than 16"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("brokenClients")
    void clientThatBreaksTheProtocolIsClosedWithTheReason(String name, byte[] bytes, String says) {
        connection.receive(bytes);
        assertThat(connection.closed).isEqualTo(CloseReason.PROTOCOL);
        assertThat(connection.closed.text()).contains(says);
        assertThat(connection.sessions).isEmpty();
        connection.receive(new byte[100]); // what still comes is nobody's
    }

    @Test
    void streamsOfOneConnectionAreLimited() {
        say(client.handshake().connect("live"));
        for (int i = 0; i < 16; i++) {
            say(client.createStream(2 + i));
        }
        answers();
        say(client.createStream(99));
        assertThat(codes()).containsExactly("NetConnection.Call.Failed");
        assertThat(connection.closed).isNull();
    }

    private static Object deep() {
        List<Object> inner = List.of();
        for (int i = 0; i < 20; i++) {
            inner = List.of(inner);
        }
        return inner;
    }
}
