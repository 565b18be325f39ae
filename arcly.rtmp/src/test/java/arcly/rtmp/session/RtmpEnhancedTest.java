package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.api.stream.CloseReason;
import arcly.media.flv.FlvTag;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.Video;
import arcly.transport.ViewerEvent;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** E-RTMP v2 in the conversation with a client: what it announces, and several tracks. */
class RtmpEnhancedTest extends Conversation {
    private static final Track HEVC = Track.of(0, Codec.HEVC).configuration(Payload.copyOf(new byte[] {1})).build();
    private static final Track H264 = Track.of(0, Codec.H264).configuration(Payload.copyOf(new byte[] {1})).build();
    private static final Track AAC = Track.of(1, Codec.AAC).configuration(Payload.copyOf(new byte[] {1})).build();
    private static final Track GERMAN =
            Track.of(3, Codec.AAC).configuration(Payload.copyOf(new byte[] {1})).property(FlvTrack.NUMBER, 1).build();

    // ---- what players announce

    @Test
    void playerThatLacksTheCodecIsToldWhich() {
        kernel.answersAtOnce = false;
        say(client.handshake());
        connect(new AmfObject().with("fourCcList", List.of("av01", "vp09")));
        say(client.createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        session.stream.tracks.put(0, HEVC);
        session.stream.tracks.put(1, AAC);
        answers();
        session.playing.grant(session.stream);
        connection.receive();
        List<RtmpClient.Answer> answers = answers();
        assertThat(answers.get(0).code()).isEqualTo("NetStream.Play.Failed");
        assertThat(description(answers.get(0)))
                .isEqualTo("live/cam cannot be played: its video is hevc (hvc1), and the player takes av01, vp09");
        assertThat(session.reason.code()).isEqualTo("unsupported");
        assertThat(session.reason.text()).contains("hevc (hvc1)");
        assertThat(connection.closed.code()).isEqualTo("unsupported");
        assertThat(connection.viewers).isEmpty();
    }

    @Test
    void playersThatAnnounceNothingAndThoseOfH264AreLetIn() {
        for (AmfObject said : List.of(new AmfObject(), new AmfObject().with("fourCcList", List.of("av01")))) {
            FakeConnection each = new FakeConnection(new RtmpConnections(context));
            RtmpClient player = new RtmpClient();
            kernel.answersAtOnce = false;
            each.receive(player.handshake().send(0, 0, connectCommand(said)).createStream(2).play(1, "cam").bytes());
            FakeKernel.FakeSession session = kernel.last();
            session.stream.tracks.put(0, said.properties().isEmpty() ? HEVC : H264);
            session.stream.tracks.put(1, AAC);
            session.playing.grant(session.stream);
            each.receive();
            assertThat(each.viewers).hasSize(1);
            assertThat(each.closed).isNull();
        }
    }

    @Test
    void codecThatChangesToOneThePlayerLacksEndsIt() throws Exception {
        say(client.handshake());
        connect(new AmfObject().with("fourCcList", List.of("av01")));
        say(client.createStream(2).play(1, "cam"));
        FakeKernel.FakeSession session = kernel.last();
        connection.onlyViewer().listener.happened(ViewerEvent.track(H264));
        connection.handOver(new RtmpConnections(context));
        assertThat(connection.closed).isNull();
        answers();
        connection.onlyViewer().listener.happened(ViewerEvent.track(HEVC));
        assertThat(codes()).startsWith("NetStream.Play.Failed");
        assertThat(session.reason.text()).contains("hevc (hvc1)", "av01");
        assertThat(connection.closed.code()).isEqualTo("unsupported");
    }

    @Test
    void furtherTracksAreForThoseWhoTakeThem() throws Exception {
        assertThat(played(new AmfObject(), "cam")).containsExactly(~(1L << 3), "/video=0/audio=1");
        assertThat(played(new AmfObject().with("capsEx", 2.0), "cam")).containsExactly(-1L, "/video=0/audio=1/all");
        assertThat(played(new AmfObject().with("capsEx", 15.0), "cam")).containsExactly(-1L, "/video=0/audio=1/all/nano");
        assertThat(played(new AmfObject(), "cam?key=x&tracks=all")).containsExactly(-1L, "/video=0/audio=1/all");
    }

    /** Which tracks a player's reader delivers, and in which form; the same behind a hand-over. */
    private List<Object> played(AmfObject said, String name) throws Exception {
        FakeConnection each = new FakeConnection(new RtmpConnections(context));
        kernel.answersAtOnce = false;
        each.receive(new RtmpClient().handshake().send(0, 0, connectCommand(said)).createStream(2).play(1, name).bytes());
        FakeKernel.FakeSession session = kernel.last();
        session.stream.tracks.putAll(Map.of(0, H264, 1, AAC, 3, GERMAN));
        session.playing.grant(session.stream);
        each.receive();
        String form = each.onlyViewer().options.name();
        session.stream.tracks.clear();
        each.handOver(new RtmpConnections(context));
        assertThat(each.onlyViewer().options.name()).isEqualTo(form);
        return List.of(session.selected, form.substring(form.indexOf("/video")));
    }

    // ---- asked to come again

    @Test
    void whoeverCanBeAskedIsAskedToReconnectAndHasItsTime() throws Exception {
        say(client.handshake());
        connect(new AmfObject().with("capsEx", 1.0));
        say(client.createStream(2).publish(1, "cam"));
        connection.handOver(new RtmpConnections(context));
        answers();
        connection.drain(CloseReason.SHUTDOWN);
        RtmpClient.Answer asked = answers().get(0);
        assertThat(asked.message()).isEqualTo(Command.of("onStatus", 0, null, new AmfObject().with("level", "status")
                .with("code", "NetConnection.Connect.ReconnectRequest").with("description", CloseReason.SHUTDOWN.text())));
        Flv.tags().forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        assertThat(kernel.last().publication.frames).as("it is served on meanwhile").hasSizeGreaterThan(20);
        assertThat(connection.closed).isNull();
        connection.fire();
        assertThat(codes()).containsExactly("NetStream.Unpublish.Success", "NetConnection.Connect.Closed");
        assertThat(connection.closed).isEqualTo(CloseReason.SHUTDOWN);
    }

    // ---- several tracks

    /** The same as H.264 and AAC under the headers of E-RTMP, and byte by byte. */
    @Test
    void enhancedHeadersMakeTheSameFrames() {
        sayAsPublisher();
        Flv.tags().forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        List<Frame> expected = kernel.last().publication.frames;
        FakeConnection other = new FakeConnection(new RtmpConnections(context));
        RtmpClient enhanced = new RtmpClient().handshake().connect("live").createStream(2).publish(1, "cam");
        Flv.tags().forEach(tag -> enhanced.send(1, tag.timestampMillis(), enhanced(tag, 0)));
        for (byte b : enhanced.bytes()) {
            other.receive(b);
        }
        assertThat(kernel.last().publication.frames).extracting(RtmpEnhancedTest::text)
                .isEqualTo(expected.stream().map(RtmpEnhancedTest::text).toList());
        assertThat(kernel.last().publication.complete).isTrue();
    }

    /** HEVC as encoders sent it before E-RTMP: codec id 12, otherwise as H.264. */
    @Test
    void hevcUnderItsUnofficialNumberMakesTheSameFrames() {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags("hevc-opus").stream().filter(tag -> tag.type() == FlvTag.VIDEO).toList();
        tags.forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        List<Frame> expected = kernel.last().publication.frames;
        assertThat(expected).hasSize(6);
        FakeConnection other = new FakeConnection(new RtmpConnections(context));
        RtmpClient legacy = new RtmpClient().handshake().connect("live").createStream(2).publish(1, "cam");
        for (FlvTag tag : tags) {
            String body = hex(tag).replaceFirst("^9068766331", "1c00000000").replaceFirst("^9168766331", "1c01")
                    .replaceFirst("^a168766331", "2c01").replaceFirst("^a368766331", "2c01000000");
            if (!body.startsWith("d4")) { // FLV 10.1 has no metadata among video
                legacy.send(1, tag.timestampMillis(), new Video(bytes(body)));
            }
        }
        other.receive(legacy.bytes());
        assertThat(kernel.last().publication.frames).extracting(RtmpEnhancedTest::text)
                .isEqualTo(expected.stream().map(RtmpEnhancedTest::text).toList());
    }

    @Test
    void furtherTracksHaveIdsOfTheirOwn() throws Exception {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags().stream().filter(tag -> !hex(tag).startsWith("1702")).toList(); // up to the tracks' end
        for (FlvTag tag : tags) {
            for (int number : tag.type() == FlvTag.AUDIO ? new int[] {0, 200, 7} : new int[] {0, 1}) {
                say(client.send(1, tag.timestampMillis(), number == 0 ? message(tag) : enhanced(tag, number)));
                connection.handOver(new RtmpConnections(context));
            }
        }
        FakePublication publication = kernel.last().publication;
        assertThat(publication.stream.tracks.values()).extracting(Track::toString).containsExactly("track 0 h264 64x48",
                "track 1 aac 44100 Hz, 1 channels", "track 3 h264 64x48", "track 4 aac 44100 Hz, 1 channels",
                "track 5 aac 44100 Hz, 1 channels");
        assertThat(publication.stream.tracks.get(4).property(FlvTrack.NUMBER)).contains(200);
        List<Payload> first = payloads(publication, 1);
        assertThat(first).isNotEmpty();
        assertThat(payloads(publication, 4)).isEqualTo(first);
        assertThat(payloads(publication, 5)).isEqualTo(first);
        assertThat(payloads(publication, 3)).isEqualTo(payloads(publication, 0));
    }

    @Test
    void publisherThatComesBackFindsItsTracks() {
        kernel.answersAtOnce = false;
        sayAsPublisher();
        FakeKernel.FakeSession session = kernel.last();
        session.stream.tracks.put(9, Track.of(9, Codec.AAC).property(FlvTrack.NUMBER, 2).build());
        session.stream.tracks.put(3, Track.of(3, Codec.AAC).property(FlvTrack.NUMBER, 5).build());
        session.publishing.grant(session.publication);
        connection.receive();
        FlvTag configuration = Flv.tags().stream().filter(tag -> tag.type() == FlvTag.AUDIO).findFirst().orElseThrow();
        say(client.send(1, 0, enhanced(configuration, 1)).send(1, 0, enhanced(configuration, 2)));
        assertThat(session.stream.tracks.get(9).property(FlvTrack.NUMBER)).contains(2);
        assertThat(session.stream.tracks.get(4).property(FlvTrack.NUMBER)).as("3 may come back too").contains(1);
    }

    @Test
    void trackThatEndsIsDeclaredNoMoreAndMayComeBack() {
        sayAsPublisher();
        List<FlvTag> audio = Flv.tags().stream().filter(tag -> tag.type() == FlvTag.AUDIO).toList();
        audio.forEach(tag -> say(client.send(1, tag.timestampMillis(), enhanced(tag, 1))));
        Map<Integer, Track> tracks = kernel.last().publication.stream.tracks;
        assertThat(tracks).containsKey(3);
        say(client.send(1, 700, new Audio(bytes("95 02 6d703461 01"))));
        assertThat(tracks).doesNotContainKey(3);
        say(client.send(1, 800, enhanced(audio.get(0), 1)));
        assertThat(tracks).containsKey(3);
        say(client.send(1, 900, new Audio(bytes("92 6d703461"))));
        assertThat(connection.closed).as("the end of a track that never was").isNull();
    }

    @Test
    void noMoreTracksThanTheKernelTakes() {
        sayAsPublisher();
        FlvTag configuration = Flv.tags().stream().filter(tag -> tag.type() == FlvTag.AUDIO).findFirst().orElseThrow();
        for (int number = 0; number < 256; number++) {
            say(client.send(1, 0, enhanced(configuration, number)));
        }
        assertThat(kernel.last().publication.stream.tracks).hasSize(FlvInput.MOST_TRACKS);
        assertThat(connection.closed).isNull();
    }

    @Test
    void readersWaitForTheTracksThatWereAnnounced() {
        sayAsPublisher();
        say(client.send(1, 0, Data.of("@setDataFrame", "onMetaData", new AmfObject().with("videocodecid", 1635148593.0)
                .with("audiocodecid", "mp4a").with("audioTrackIdInfoMap", new AmfObject().with("1",
                        new AmfObject().with("language", "de")).with("x", 1.0).with("999", 1.0)))));
        FlvTag[] first = Flv.tags().stream().filter(tag -> tag.type() != FlvTag.SCRIPT_DATA).limit(2).toArray(FlvTag[]::new);
        Arrays.stream(first).forEach(tag -> say(client.send(1, 0, enhanced(tag, 0))));
        FakePublication publication = kernel.last().publication;
        assertThat(publication.stream.tracks).hasSize(2);
        assertThat(publication.complete).isFalse();
        Arrays.stream(first).filter(tag -> tag.type() == FlvTag.AUDIO).forEach(tag -> say(client.send(1, 0, enhanced(tag, 1))));
        assertThat(publication.complete).isTrue();
        assertThat(publication.stream.tracks.get(3).language()).isEqualTo("de");
    }

    @Test
    void nanosecondsAreAddedToTheTime() {
        sayAsPublisher();
        List<FlvTag> audio = Flv.tags().stream().filter(tag -> tag.type() == FlvTag.AUDIO).toList();
        say(client.send(1, 0, enhanced(audio.get(0), 0)));
        // ModEx of 3 bytes, 666,667 ns, type nano, then coded frames
        say(client.send(1, 33, new Audio(bytes("97 02 0a2c2b 01 6d703461 0102030405"))));
        assertThat(kernel.last().publication.frames).singleElement().extracting(Frame::dts).isEqualTo(33_666_667L);
    }

    // ---- colours

    /** colorInfo of an HDR10 picture: names in the order in which they are written, numbers as OBS and FFmpeg send them. */
    private static final AmfObject COLOUR_INFO = new AmfObject()
            .with("colorConfig", new AmfObject().with("bitDepth", 10.0).with("colorPrimaries", 9.0)
                    .with("transferCharacteristics", 16.0).with("matrixCoefficients", 9.0))
            .with("hdrCll", new AmfObject().with("maxFall", 400.0).with("maxCLL", 1000.0))
            .with("hdrMdcv", new AmfObject().with("greenX", 0.265).with("greenY", 0.69).with("blueX", 0.15).with("blueY", 0.06)
                    .with("redX", 0.68).with("redY", 0.32).with("whitePointX", 0.3127).with("whitePointY", 0.329)
                    .with("maxLuminance", 1000.0).with("minLuminance", 0.005));

    @Test
    void coloursStandInTheTrackAndComeOutAgain() throws Exception {
        sayAsPublisher();
        List<FlvTag> tags = Flv.tags("hevc-opus");
        ByteBuf metadata = Unpooled.buffer().writeBytes(bytes("d4 68766331"));
        Data.of("colorInfo", COLOUR_INFO).write(metadata);
        say(client.send(1, 0, new Video(ByteBuffer.wrap(ByteBufUtil.getBytes(metadata)))));
        connection.handOver(new RtmpConnections(context));
        tags.stream().filter(tag -> !hex(tag).startsWith("d4"))
                .forEach(tag -> say(client.send(1, tag.timestampMillis(), message(tag))));
        Track track = kernel.last().publication.stream.tracks.get(0);
        assertThat(track.property(TrackProperty.CONTENT_LIGHT)).contains(Payload.wrap(HexFormat.of().parseHex("03e80190")));
        assertThat(track.property(TrackProperty.MASTERING_DISPLAY)).contains(Payload.wrap(HexFormat.of()
                .parseHex("33c286c4" + "1d4c0bb8" + "84d03e80" + "3d134042" + "00989680" + "00000032")));
        ByteBuf written = Unpooled.buffer();
        ColourInfo.of(track.toBuilder().property(TrackProperty.COLOUR_PRIMARIES, 9).property(TrackProperty.COLOUR_TRANSFER, 16)
                .property(TrackProperty.COLOUR_MATRIX, 9).build()).orElseThrow().write(written);
        assertThat(ByteBufUtil.hexDump(written)).isEqualTo(ByteBufUtil.hexDump(metadata, 5, metadata.readableBytes() - 5));
    }

    @Test
    void metadataThatIsNoneIsCountedAndPassedOver() {
        sayAsPublisher();
        say(client.send(1, 0, new Video(bytes("d4 68766331 02 00ff 61"))).send(1, 0, new Video(bytes("d4 68766331 02 0001 61"))));
        assertThat(connection.closed).isNull();
    }

    // ---- how it is said

    private void connect(AmfObject announced) {
        say(client.send(0, 0, connectCommand(announced)));
    }

    private static Command connectCommand(AmfObject announced) {
        AmfObject said = new AmfObject().with("app", "live").with("tcUrl", "rtmp://localhost/live");
        said.properties().putAll(announced.properties());
        return Command.of("connect", 1, said);
    }

    private static String description(RtmpClient.Answer answer) {
        return ((AmfObject) ((Command) answer.message()).argument(1)).string("description");
    }

    /** A message of FLV 10.1 under E-RTMP's header, as a track of that number. */
    private static RtmpMessage enhanced(FlvTag tag, int number) {
        String body = hex(tag);
        if (tag.type() == FlvTag.SCRIPT_DATA) {
            return message(tag);
        }
        boolean video = tag.type() == FlvTag.VIDEO;
        int packetType = Integer.parseInt(body.substring(2, 4), 16);
        int frameType = video ? Integer.parseInt(body.substring(0, 1), 16) | 8 : 9;
        String fourCc = video ? "61766331" : "6d703461";
        String head = number == 0 ? String.format("%x%x%s", frameType, packetType, fourCc)
                : String.format("%x%x0%x%s%02x", frameType, video ? 6 : 5, packetType, fourCc, number);
        String data = body.substring(!video ? 4 : packetType == 1 ? 4 : 10);
        return video ? new Video(bytes(head + data)) : new Audio(bytes(head + data));
    }

    private static String hex(FlvTag tag) {
        return HexFormat.of().formatHex(tag.body().toByteArray());
    }

    private static ByteBuffer bytes(String hex) {
        return ByteBuffer.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static List<Payload> payloads(FakePublication publication, int track) {
        return new ArrayList<>(publication.frames.stream().filter(frame -> frame.track().id() == track)
                .map(Frame::payload).toList());
    }

    private static String text(Frame frame) {
        return frame + " " + frame.payload().hashCode() + " " + frame.track().hashCode();
    }
}
