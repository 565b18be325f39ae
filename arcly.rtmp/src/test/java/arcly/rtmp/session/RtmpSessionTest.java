package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.api.stream.PublicationSignal;
import arcly.media.flv.FlvTag;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Aggregate;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.OtherMessage;
import arcly.rtmp.message.SetPeerBandwidth;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.message.UserControl.PingRequest;
import arcly.rtmp.message.UserControl.PingResponse;
import arcly.rtmp.message.UserControl.StreamBegin;
import arcly.rtmp.message.UserControl.StreamEof;
import arcly.rtmp.message.WindowAcknowledgementSize;
import arcly.transport.ViewerEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client that behaves hears, and what of it reaches the kernel. */
class RtmpSessionTest extends Conversation {
    @Test
    void connectIsAnsweredAsServersDo() {
        say(client.handshake().connect("live"));
        List<RtmpClient.Answer> answers = answers();
        assertThat(answers).extracting(RtmpClient.Answer::message).startsWith(
                new WindowAcknowledgementSize(2_500_000), new SetPeerBandwidth(2_500_000, 2));
        Command result = (Command) answers.get(answers.size() - 1).message();
        assertThat(result).isEqualTo(Command.of("_result", 1,
                Capabilities.ours().writeTo(new AmfObject().with("fmsVer", "FMS/3,0,1,123").with("capabilities", 31.0)
                        .with("mode", 1.0)),
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
        FakePublication publication = kernel.last().publication;
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

    @Test
    void playerIsLedToItsViewer() {
        say(client.handshake().connect("live").createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        assertThat(session.request.role()).isEqualTo(Session.Role.VIEWER);
        List<RtmpClient.Answer> answers = answers();
        assertThat(answers).extracting(RtmpClient.Answer::message).contains(new UserControl(new StreamBegin(1)));
        assertThat(answers.get(answers.size() - 1).message()).isEqualTo(Data.of("onMetaData", new EcmaArray()));
        assertThat(answers.get(answers.size() - 2).code()).isEqualTo("NetStream.Play.Start");
        assertThat(connection.onlyViewer().options.name()).isEqualTo("rtmp.2/chunk=65536/stream=1/video=-1/audio=-1");
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
    void connectionOfPlayersOnlyHasLeftToo() {
        say(client.handshake().connect("live").createStream(2).play(1, "cam"));
        connection.channel.pipeline().fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        assertThat(kernel.last().reason).isEqualTo(CloseReason.LEFT);
        assertThat(connection.closed).isEqualTo(CloseReason.LEFT);
    }

    @Test
    void sessionThatAnOperatorClosesEndsTheConnection() {
        sayAsPublisher();
        answers();
        kernel.last().close(CloseReason.KICKED);
        connection.receive();
        assertThat(codes()).containsExactly("NetStream.Unpublish.Success", "NetConnection.Connect.Closed");
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
        assertThat(kernel.last().bytesIn).as("counted once").isLessThan(inside.readableBytes() + 100);
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
    void clientThatComesAndGoesOnOneConnectionIsNotShutOut() throws Exception {
        say(client.handshake().connect("live"));
        for (int i = 0; i < RtmpSettings.DEFAULT.mostStreams() + 2; i++) {
            say(client.createStream(2).publish(1, "cam" + i).send(0, 0, Command.of("deleteStream", 0, null, 1.0)));
            connection.handOver(new RtmpConnections(context));
        }
        assertThat(kernel.sessions).hasSize(RtmpSettings.DEFAULT.mostStreams() + 2)
                .extracting(Session::closeReason).containsOnly(CloseReason.LEFT);
        assertThat(connection.closed).isNull();
    }

    @Test
    void publishEndsWhatTheStreamHasPlayed() {
        say(client.handshake().connect("live").createStream(2).play(1, "cam").publish(1, "cam2"));
        assertThat(kernel.sessions).extracting(Session::closeReason).containsExactly(CloseReason.LEFT, null);
        assertThat(connection.sessions).hasSize(1);
    }

    @Test
    void metadataIsSetAndCleared() {
        sayAsPublisher();
        say(client.send(1, 0, Data.of("@setDataFrame", "onMetaData", new EcmaArray().with("a", 1.0).with("b", null))));
        assertThat(kernel.last().stream.kept).containsEntry("onMetaData", Map.of("a", 1.0));
        say(client.send(1, 0, Data.of("@clearDataFrame", "onMetaData")));
        assertThat(kernel.last().stream.kept).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {0xFFFF_FFFFL, 0x7FFF_FFFFL}) // as RTMP has it, and as FFmpeg
    void timestampsThatWrapGoOn(long largest) {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags();
        tags.forEach(tag -> say(client.send(1, tag.timestampMillis() + largest - 200 & largest, message(tag))));
        List<Frame> frames = kernel.last().publication.frames;
        assertThat(frames).extracting(Frame::dts).isSorted();
        Frame last = frames.get(frames.size() - 1);
        assertThat(last.dts() - frames.get(0).dts()).isBetween(300_000_000L, 700_000_000L);
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
}
