package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamException;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Aggregate;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.OtherMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.rtmp.message.SetPeerBandwidth;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.message.UserControl.PingRequest;
import arcly.rtmp.message.UserControl.PingResponse;
import arcly.rtmp.message.UserControl.StreamBegin;
import arcly.rtmp.message.UserControl.StreamEof;
import arcly.rtmp.message.Video;
import arcly.rtmp.message.WindowAcknowledgementSize;
import arcly.transport.ViewerEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The conversation of one client, against a kernel that answers when told to. */
class RtmpSessionTest {
    private final FakeKernel kernel = new FakeKernel();
    private final RtmpContext context = new RtmpContext(kernel, kernel, () -> RtmpSettings.DEFAULT);
    private final FakeConnection connection = new FakeConnection(new RtmpConnections(context));
    private final RtmpClient client = new RtmpClient();

    @Test
    void connectIsAnsweredAsServersDo() {
        say(client.handshake().connect("live"));
        List<RtmpClient.Answer> answers = answers();
        assertThat(answers).extracting(RtmpClient.Answer::message).startsWith(
                new WindowAcknowledgementSize(2_500_000), new SetPeerBandwidth(2_500_000, 2));
        Command result = (Command) answers.get(answers.size() - 1).message();
        assertThat(result).isEqualTo(Command.of("_result", 1,
                new AmfObject().with("fmsVer", "FMS/3,0,1,123").with("capabilities", 31.0).with("mode", 1.0),
                new AmfObject().with("level", "status").with("code", "NetConnection.Connect.Success")
                        .with("description", "Connection succeeded.").with("objectEncoding", 0.0)));
        assertThat(connection.established).isTrue();
    }

    @Test
    void publisherIsLedToPublishStart() {
        say(client.handshake().connect("live").send(0, 0, Command.of("releaseStream", 2, null, "cam"))
                .send(0, 0, Command.of("FCPublish", 3, null, "cam")).createStream(4).publish(1, "cam?key=secret"));
        assertThat(codes()).containsExactly("NetConnection.Connect.Success", "NetStream.Publish.Start",
                "NetStream.Publish.Start");
        assertThat(kernel.last().request.stream()).hasToString("live/cam");
        assertThat(kernel.last().request.role()).isEqualTo(Session.Role.PUBLISHER);
        assertThat(kernel.last().request.proofs()).singleElement()
                .satisfies(proof -> assertThat(proof.verify("secret")).isTrue());
        assertThat(kernel.last().request.isForwarded()).isFalse();
        assertThat(kernel.last().request.attributes()).containsEntry("agent", "test")
                .containsEntry("url", "rtmp://localhost/live");
    }

    @Test
    void framesAndMetadataReachTheKernel() {
        sayAsPublisher();
        Flv.tags().forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        FakeKernel.FakePublication publication = kernel.last().publication;
        assertThat(publication.frames).hasSizeGreaterThan(20);
        assertThat(publication.complete).isTrue();
        assertThat(publication.stream.tracks.values()).extracting(Object::toString)
                .containsExactly("track 0 h264 64x48", "track 1 aac 44100 Hz, 1 channels");
        assertThat(publication.stream.kept).containsOnlyKeys("onMetaData");
        assertThat((Map<?, ?>) publication.stream.kept.get("onMetaData")).extracting("width").isEqualTo(64.0);
        Frame first = publication.frames.get(0);
        assertThat(first.isKey()).isTrue();
        assertThat(first.dts()).isZero();
        assertThat(first.pts()).isEqualTo(80_000_000);
        assertThat(kernel.last().bytesIn).isPositive();
    }

    /** Every byte of a publisher's conversation is where one generation ends and the next begins. */
    @Test
    void publisherIsHandedOverAfterEveryByte() throws Exception {
        RtmpClient other = new RtmpClient();
        byte[] beginning = other.handshake().connect("live").send(0, 0, new SetChunkSize(300)).createStream(2)
                .publish(1, "cam").bytes();
        Flv.tags().forEach(tag -> other.send(1, tag.timestampMillis(), message(tag)));
        byte[] rest = other.send(0, 0, Command.of("deleteStream", 0, null, 1.0)).bytes();
        FakeConnection whole = new FakeConnection(new RtmpConnections(context));
        whole.receive(beginning);
        whole.receive(rest);
        FakeKernel.FakePublication expected = kernel.last().publication;

        for (byte b : ByteBufUtil.getBytes(Unpooled.wrappedBuffer(beginning, rest))) {
            connection.receive(b);
            connection.handOver(new RtmpConnections(context));
        }
        FakeKernel.FakePublication published = kernel.last().publication;
        assertThat(published).isNotSameAs(expected);
        assertThat(published.frames).extracting(RtmpSessionTest::text)
                .isEqualTo(expected.frames.stream().map(RtmpSessionTest::text).toList());
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
    void playerIsLedToItsViewer() {
        say(client.handshake().connect("live").createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        assertThat(session.request.role()).isEqualTo(Session.Role.VIEWER);
        List<RtmpClient.Answer> answers = answers();
        assertThat(answers).extracting(RtmpClient.Answer::message).contains(new UserControl(new StreamBegin(1)));
        assertThat(answers.get(answers.size() - 1)).isEqualTo(new RtmpClient.Answer(1, 0, Data.of("onMetaData", new EcmaArray())));
        assertThat(answers.get(answers.size() - 2).code()).isEqualTo("NetStream.Play.Start");
        assertThat(connection.onlyViewer().options.name()).isEqualTo("rtmp.1/chunk=65536/stream=1");
    }

    @Test
    void playerHearsOfMetadataPauseSeekAndTheEnd() throws Exception {
        say(client.handshake().connect("live").createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        answers();
        session.publication.metadata("onMetaData", Map.of("title", "a"));
        connection.onlyViewer().listener.happened(ViewerEvent.metadata());
        assertThat(answers()).extracting(RtmpClient.Answer::message)
                .containsExactly(Data.of("onMetaData", new EcmaArray().with("title", "a")));

        say(client.send(1, 0, Command.of("pause", 0, null, true, 1000.0)));
        assertThat(connection.onlyViewer().paused).isTrue();
        connection.handOver(new RtmpConnections(context));
        assertThat(connection.onlyViewer().paused).isTrue();
        say(client.send(1, 0, Command.of("pause", 0, null, false, 1000.0)).send(1, 0, Command.of("seek", 0, null, 5000.0)));
        assertThat(connection.onlyViewer().paused).isFalse();
        assertThat(codes()).containsExactly("NetStream.Pause.Notify", "NetStream.Unpause.Notify", "NetStream.Seek.Notify");

        connection.onlyViewer().listener.happened(ViewerEvent.ended(CloseReason.ENDED));
        List<RtmpClient.Answer> goodbye = answers();
        assertThat(goodbye.get(0).message()).isEqualTo(new UserControl(new StreamEof(1)));
        assertThat(goodbye).extracting(RtmpClient.Answer::code).contains("NetStream.Play.UnpublishNotify", "NetStream.Play.Stop");
        assertThat(connection.closed).isEqualTo(CloseReason.ENDED);
        assertThat(session.reason).isEqualTo(CloseReason.ENDED);
    }

    @Test
    void playerMayTurnTracksOff() {
        say(client.handshake().connect("live").createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        session.stream.tracks.put(1, Track.of(1, Codec.AAC).build());
        say(client.send(1, 0, Command.of("receiveAudio", 0, null, false)));
        assertThat(session.selected).isEqualTo(~2L);
        say(client.send(1, 0, Command.of("receiveAudio", 0, null, true)));
        assertThat(session.selected).isEqualTo(-1L);
    }

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
        assertThat(codes()).containsExactly(publishCode, playCode);
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
        assertThat(codes()).endsWith("NetStream.Publish.BadName");
        assertThat(connection.closed.code()).isEqualTo("refused");
        assertThat(kernel.sessions).isEmpty();
    }

    static Stream<Arguments> goodbyes() {
        return Stream.of(
                arguments("deleteStream", Command.of("deleteStream", 0, null, 1.0), 0),
                arguments("closeStream", Command.of("closeStream", 0, (Object) null), 1),
                arguments("FCUnpublish", Command.of("FCUnpublish", 6, null, "cam"), 0));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goodbyes")
    void publisherThatSaysGoodbyeHasLeft(String name, Command command, int streamId) {
        sayAsPublisher();
        say(client.send(streamId, 0, command));
        assertThat(kernel.last().reason).isEqualTo(CloseReason.LEFT);
        assertThat(connection.closed).isNull();
    }

    @Test
    void publisherWhoseConnectionGoesIsLost() {
        sayAsPublisher();
        connection.channel.close();
        connection.receive();
        assertThat(kernel.last().reason).isEqualTo(CloseReason.LOST);
    }

    @Test
    void clientThatClosesItsSideHasLeftAsPlayerAndIsLostAsPublisher() {
        say(client.handshake().connect("live").createStream(2).createStream(3).publish(1, "cam").play(2, "cam"));
        boolean[] unheard = new boolean[1];
        connection.channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
            @Override
            public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
                unheard[0] = true;
            }
        });
        connection.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(kernel.sessions).extracting(Session::closeReason).containsExactly(CloseReason.LOST, CloseReason.LEFT);
        assertThat(connection.closed).isEqualTo(CloseReason.LOST);
        assertThat(unheard[0]).isFalse();
    }

    @Test
    void sessionThatAnOperatorClosesEndsTheConnection() {
        sayAsPublisher();
        answers();
        kernel.last().close(CloseReason.KICKED);
        connection.receive();
        assertThat(codes()).containsExactly("NetStream.Unpublish.Success");
        assertThat(connection.closed).isEqualTo(CloseReason.KICKED);
    }

    @Test
    void publicationThatEndsEndsTheConnection() {
        sayAsPublisher();
        kernel.last().publication.signal(PublicationSignal.keyframeWanted(0));
        kernel.last().publication.signal(PublicationSignal.ended(CloseReason.REPLACED));
        connection.receive();
        assertThat(connection.closed).isEqualTo(CloseReason.REPLACED);
    }

    @Test
    void drainSaysGoodbyeToEverybody() {
        say(client.handshake().connect("live").createStream(2).createStream(3).publish(1, "cam").play(2, "cam"));
        answers();
        connection.drain(CloseReason.SHUTDOWN);
        assertThat(codes()).containsExactly("NetStream.Unpublish.Success", "NetStream.Play.UnpublishNotify",
                "NetStream.Play.Stop", "NetConnection.Connect.Closed");
        assertThat(connection.closed).isEqualTo(CloseReason.SHUTDOWN);
        assertThat(kernel.sessions).extracting(Session::closeReason).containsOnly(CloseReason.SHUTDOWN);
    }

    @Test
    void aggregatesAndDataMessagesBecomeFrames() {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags();
        ByteBuf inside = Unpooled.buffer();
        tags.stream().filter(tag -> tag.type() != FlvTag.SCRIPT_DATA).forEach(tag -> tag.write(inside));
        say(client.send(1, 0, new Aggregate(inside.nioBuffer())));
        int before = kernel.last().publication.frames.size();
        assertThat(before).isGreaterThan(20);
        say(client.send(1, 700, Data.of("onTextData", new AmfObject().with("text", "a"))));
        say(client.send(1, 710, new Data(Data.TYPE_AMF3, List.of("onCuePoint", "b"))));
        say(client.send(1, 720, Data.of("|RtmpSampleAccess", true, true)));
        List<Frame> frames = kernel.last().publication.frames;
        assertThat(frames).hasSize(before + 2);
        assertThat(frames.get(before).track().codec()).hasToString("amf0");
        ByteBuf expected = Unpooled.buffer();
        Data.of("onCuePoint", "b").write(expected);
        assertThat(frames.get(before + 1).payload().view()).isEqualTo(expected.nioBuffer());
        assertThat(frames.get(before + 1).dts()).isEqualTo(710_000_000);
    }

    @Test
    void metadataIsSetAndCleared() {
        sayAsPublisher();
        say(client.send(1, 0, Data.of("@setDataFrame", "onMetaData", new EcmaArray().with("a", 1.0).with("b", null))));
        assertThat(kernel.last().stream.kept).containsEntry("onMetaData", Map.of("a", 1.0));
        say(client.send(1, 0, Data.of("@clearDataFrame", "onMetaData")));
        assertThat(kernel.last().stream.kept).isEmpty();
    }

    @Test
    void timestampsThatWrapGoOn() {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags();
        long start = 0xFFFF_FFFFL - 200;
        tags.forEach(tag -> say(client.send(1, tag.timestampMillis() + start & 0xFFFF_FFFFL, message(tag))));
        List<Frame> frames = kernel.last().publication.frames;
        assertThat(frames).extracting(Frame::dts).isSorted();
        assertThat(frames.get(frames.size() - 1).dts()).isGreaterThan(0x1_0000_0000L * 1_000_000);
    }

    @ParameterizedTest
    @MethodSource
    void codecsThatAreNotServedAreNamed(String name, RtmpMessage message, String says) {
        sayAsPublisher();
        say(client.send(1, 0, message));
        assertThat(codes()).endsWith("NetStream.Publish.Rejected");
        assertThat(connection.closed.text()).contains(says);
    }

    static Stream<Arguments> codecsThatAreNotServedAreNamed() {
        return Stream.of(
                arguments("VP6", new Video(ByteBuffer.wrap(new byte[] {0x14, 0})), "VP6"),
                arguments("MP3", new Audio(ByteBuffer.wrap(new byte[] {0x2F, 0})), "MP3"),
                arguments("Enhanced RTMP", new Video(ByteBuffer.wrap(new byte[] {(byte) 0x90, 'h', 'v', 'c', '1'})), "hvc1"));
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

    @Test
    void smallTalkIsAnswered() {
        say(client.handshake().connect("live"));
        answers();
        say(client.send(0, 0, Command.of("_checkbw", 2, (Object) null)).send(0, 0, Command.of("getStreamLength", 3, null, "cam"))
                .send(0, 0, Command.of("FCSubscribe", 0, null, "cam")).send(0, 0, Command.of("nothing", 4, (Object) null))
                .send(0, 0, new UserControl(new PingRequest(77))).send(0, 0, new OtherMessage(19, ByteBuffer.allocate(3))));
        assertThat(answers()).extracting(RtmpClient.Answer::message).satisfiesExactly(
                bandwidth -> assertThat(bandwidth).isEqualTo(Command.of("_result", 2, (Object) null)),
                length -> assertThat(length).isEqualTo(Command.of("_result", 3, null, 0.0)),
                subscribed -> assertThat(((Command) subscribed).name()).isEqualTo("onFCSubscribe"),
                unknown -> assertThat(((Command) unknown).name()).isEqualTo("_error"),
                pong -> assertThat(pong).isEqualTo(new UserControl(new PingResponse(77))));
    }

    @Test
    void silentClientIsPingedThenLost() throws Exception {
        sayAsPublisher();
        answers();
        connection.fire(); // bytes have come: nothing to do
        connection.fire();
        assertThat(answers()).singleElement().extracting(RtmpClient.Answer::message)
                .satisfies(message -> assertThat(((UserControl) message).event()).isInstanceOf(PingRequest.class));
        connection.handOver(new RtmpConnections(context));
        assertThat(connection.timers.get(connection.timers.size() - 1).delay).isEqualTo(RtmpSettings.DEFAULT.pingInterval());
        connection.fire();
        connection.fire();
        assertThat(connection.closed).isNull();
        connection.fire();
        assertThat(connection.closed).isEqualTo(CloseReason.LOST);
        assertThat(kernel.last().reason).isEqualTo(CloseReason.LOST);
    }

    @Test
    void acknowledgesOnceAWindow() {
        say(client.handshake().connect("live"));
        answers();
        say(client.send(0, 0, new WindowAcknowledgementSize(100)).send(0, 0, new OtherMessage(19, ByteBuffer.allocate(100))));
        assertThat(answers()).extracting(answer -> answer.message().type()).containsExactly(3);
    }

    @Test
    void batonHasItsForm() throws Exception {
        sayAsPublisher();
        List<Baton> batons = connection.handOver(new RtmpConnections(context));
        assertThat(batons).singleElement().satisfies(baton -> {
            assertThat(baton.kind()).isEqualTo("rtmp.connection");
            assertThat(baton.version()).isEqualTo(1);
            assertThat(HexFormat.of().formatHex(baton.bytes())).isEqualTo(GOLDEN_BATON);
        });
        Baton unknown = Baton.of("rtmp.connection", 2, new byte[3]);
        assertThatThrownBy(() -> new RtmpConnections(context).adopt(connection, List.of(unknown)))
                .isInstanceOf(HandoverException.class).hasMessageContaining("v1 is known");
        Baton cut = Baton.of("rtmp.connection", 1, new byte[3]);
        assertThatThrownBy(() -> new RtmpConnections(context).adopt(connection, List.of(cut)))
                .isInstanceOf(HandoverException.class).hasMessageContaining("cannot be read");
    }

    /** A publisher behind connect, createStream and publish, before its first frame. */
    private static final String GOLDEN_BATON = ""
            + "01020100000080ffffffff00000000000000010000000300000000000000000000000000000000211400000001000000000001002625a0"
            + "0000000000000cb200000000000000000001000001000000046c6976650000001572746d703a2f2f6c6f63616c686f73742f6c69766500"
            + "00000474657374000000010100000004a817c8000000000000000000000000000100000001010000000363616d01000000000000000004"
            + "0000000000000000000000000000";

    private void sayAsPublisher() {
        say(client.handshake().connect("live").createStream(2).publish(1, "cam"));
    }

    private static RtmpMessage message(FlvTag tag) {
        ByteBuffer body = ByteBuffer.wrap(tag.body().toByteArray());
        return switch (tag.type()) {
            case FlvTag.AUDIO -> new Audio(body);
            case FlvTag.VIDEO -> new Video(body);
            default -> RtmpMessage.read(Data.TYPE, Unpooled.wrappedBuffer(body), AmfLimits.DEFAULT);
        };
    }

    private static Object deep() {
        List<Object> inner = List.of();
        for (int i = 0; i < 20; i++) {
            inner = List.of(inner);
        }
        return inner;
    }

    private static String text(Frame frame) {
        return frame + " " + Objects.hash(frame.payload(), frame.track());
    }

    private void say(RtmpClient client) {
        connection.receive(client.bytes());
    }

    private List<RtmpClient.Answer> answers() {
        return client.read(connection.written);
    }

    private List<String> codes() {
        List<String> codes = new ArrayList<>();
        answers().stream().map(RtmpClient.Answer::code).filter(Objects::nonNull).forEach(codes::add);
        return codes;
    }
}
