package arcly.rtmp.message;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.UserControl.OtherEvent;
import arcly.rtmp.message.UserControl.PingRequest;
import arcly.rtmp.message.UserControl.PingResponse;
import arcly.rtmp.message.UserControl.SetBufferLength;
import arcly.rtmp.message.UserControl.StreamBegin;
import arcly.rtmp.message.UserControl.StreamDry;
import arcly.rtmp.message.UserControl.StreamEof;
import arcly.rtmp.message.UserControl.StreamIsRecorded;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RtmpMessageTest {

    static Stream<Arguments> onTheWire() {
        return Stream.of(
                arguments("set chunk size", new SetChunkSize(4096), "00001000"),
                arguments("abort", new Abort(6), "00000006"),
                arguments("acknowledgement", new Acknowledgement(45_953_968), "02bd33b0"),
                arguments("acknowledgement beyond 31 bits", new Acknowledgement(0xFFFF_FFFFL), "ffffffff"),
                arguments("window", new WindowAcknowledgementSize(2_500_000), "002625a0"),
                arguments("peer bandwidth", new SetPeerBandwidth(2_500_000, SetPeerBandwidth.DYNAMIC), "002625a002"),
                arguments("stream begin", new UserControl(new StreamBegin(1)), "000000000001"),
                arguments("stream EOF", new UserControl(new StreamEof(1)), "000100000001"),
                arguments("stream dry", new UserControl(new StreamDry(1)), "000200000001"),
                arguments("buffer length", new UserControl(new SetBufferLength(1, 3000)), "00030000000100000bb8"),
                arguments("recorded", new UserControl(new StreamIsRecorded(1)), "000400000001"),
                arguments("ping", new UserControl(new PingRequest(0x0102_0304)), "000601020304"),
                arguments("pong", new UserControl(new PingResponse(0x0102_0304)), "000701020304"),
                arguments("SWF verification", new UserControl(new OtherEvent(26, buffer("aa"))), "001aaa"),
                arguments("audio", new Audio(buffer("af01aabb")), "af01aabb"),
                arguments("video", new Video(buffer("1701000000")), "1701000000"),
                arguments("metadata", Data.of("onMetaData", new EcmaArray().with("width", 640.0)),
                        "02000a6f6e4d65746144617461" + "0800000001" + "00057769647468" + "004084000000000000" + "000009"),
                arguments("metadata, AMF3", new Data(Data.TYPE_AMF3, List.of("a")), "00" + "02000161"),
                arguments("command", Command.of("createStream", 2, (Object) null),
                        "02000c63726561746553747265616d" + "004000000000000000" + "05"),
                arguments("command, AMF3",
                        new Command(Command.TYPE_AMF3, "connect", 1, List.of(new AmfObject().with("app", "live"))),
                        "00" + "020007636f6e6e656374" + "003ff0000000000000" + "03" + "0003617070" + "0200046c697665" + "000009"),
                arguments("aggregate", new Aggregate(buffer("00")), "00"),
                arguments("shared object", new OtherMessage(19, buffer("0102")), "0102"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheWire")
    void readsAndWritesTheSameBytes(String name, RtmpMessage message, String hex) {
        assertThat(read(message.type(), hex)).isEqualTo(message);

        ByteBuf direct = Unpooled.directBuffer().writeBytes(ByteBufUtil.decodeHexDump(hex));
        assertThat(RtmpMessage.read(message.type(), direct, AmfLimits.DEFAULT)).isEqualTo(message);
        direct.release();

        ByteBuf written = Unpooled.buffer();
        message.write(written);
        assertThat(ByteBufUtil.hexDump(written)).isEqualTo(hex);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("chunk size 0", SetChunkSize.TYPE, "00000000", "chunk size 0"),
                arguments("chunk size with the sign bit", SetChunkSize.TYPE, "80000000", "chunk size -2147483648"),
                arguments("short chunk size", SetChunkSize.TYPE, "0001", "has 2 bytes"),
                arguments("short abort", Abort.TYPE, "", "has 0 bytes"),
                arguments("short acknowledgement", Acknowledgement.TYPE, "000000", "has 3 bytes"),
                arguments("window 0", WindowAcknowledgementSize.TYPE, "00000000", "window of 0 bytes"),
                arguments("short peer bandwidth", SetPeerBandwidth.TYPE, "00000000", "has 4 bytes"),
                arguments("short event", UserControl.TYPE, "00", "has 1 bytes"),
                arguments("short ping", UserControl.TYPE, "000600", "has 1 bytes"),
                arguments("command without a name", Command.TYPE, "", "without a name"),
                arguments("command whose name is a number", Command.TYPE, "000000000000000000", "without a name"),
                arguments("command whose id is a string", Command.TYPE, "02000161" + "02000161", "'a' has no number"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void saysWhatIsBroken(String name, int type, String hex, String says) {
        assertThatThrownBy(() -> read(type, hex)).isInstanceOf(RtmpException.class).hasMessageContaining(says);
    }

    @Test
    void chunkSizeBeyondTheLongestMessageMeansThat() {
        assertThat(read(SetChunkSize.TYPE, "7fffffff")).isEqualTo(new SetChunkSize(0xFF_FFFF));
    }

    @Test
    void amf3WithoutItsFormatByteIsReadAllTheSame() {
        assertThat(read(Data.TYPE_AMF3, "02000161")).isEqualTo(new Data(Data.TYPE_AMF3, List.of("a")));
    }

    @Test
    void mediaShareTheArrayOfTheBody() {
        byte[] bytes = {0x17, 1, 0, 0, 0};
        Video video = (Video) RtmpMessage.read(Video.TYPE, Unpooled.wrappedBuffer(bytes), AmfLimits.DEFAULT);
        assertThat(video.tag().array()).isSameAs(bytes);
    }

    @Test
    void aggregateIsSplitWithItsTimesMoved() {
        Aggregate aggregate = new Aggregate(buffer(
                "08" + "000002" + "ffffff" + "00" + "000000" + "af01" + "0000000d"
                        + "09" + "000001" + "000010" + "01" + "000000" + "17" + "0000000c"
                        + "08" + "000000" + "000011" + "01" + "000000")); // without its back pointer
        List<RawMessage> messages = new ArrayList<>();
        aggregate.split(1, 1000, messages::add);
        assertThat(messages).containsExactly(
                new RawMessage(8, 1, 1000, buffer("af01")),
                new RawMessage(9, 1, 1017, buffer("17")),
                new RawMessage(8, 1, 1018, buffer("")));
    }

    @ParameterizedTest
    @MethodSource
    void brokenAggregatesAreRefused(String hex, String says) {
        assertThatThrownBy(() -> new Aggregate(buffer(hex)).split(1, 0, message -> { }))
                .isInstanceOf(RtmpException.class).hasMessageContaining(says);
    }

    static Stream<Arguments> brokenAggregatesAreRefused() {
        return Stream.of(
                arguments("0800", "2 are left"),
                arguments("08" + "000005" + "00000000" + "000000" + "af", "5 bytes, 1 are left"),
                arguments("16" + "000000" + "00000000" + "000000", "another aggregate"));
    }

    private static RtmpMessage read(int type, String hex) {
        return RtmpMessage.read(type, Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex)), AmfLimits.DEFAULT);
    }

    private static ByteBuffer buffer(String hex) {
        return ByteBuffer.wrap(ByteBufUtil.decodeHexDump(hex));
    }
}
