package arcly.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.rtmp.RtmpException;
import arcly.rtmp.message.RawMessage;
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

class ChunkDecoderTest {
    private static final String CHUNK_SIZE_2 = "02" + "000000" + "000004" + "01" + "00000000" + "00000002";

    static Stream<Arguments> onTheWire() {
        return Stream.of(
                arguments("type 0", "03" + "0003e8" + "000002" + "14" + "01000000" + "aabb", List.of(
                        message(20, 1, 1000, "aabb"))),
                arguments("type 1 keeps the stream id", "04" + "0003e8" + "000001" + "08" + "01000000" + "aa"
                        + "44" + "000014" + "000002" + "09" + "bbcc", List.of(
                        message(8, 1, 1000, "aa"), message(9, 1, 1020, "bbcc"))),
                arguments("type 2 keeps length and type, type 3 the delta too (5.3.2.1)",
                        "03" + "0003e8" + "000001" + "08" + "39300000" + "aa" + "83" + "000014" + "bb" + "c3" + "cc"
                                + "c3" + "dd",
                        List.of(message(8, 12345, 1000, "aa"), message(8, 12345, 1020, "bb"), message(8, 12345, 1040, "cc"),
                                message(8, 12345, 1060, "dd"))),
                arguments("type 3 after type 0 takes its time as the delta (5.3.1.2.4)",
                        "03" + "000005" + "000001" + "08" + "01000000" + "aa" + "c3" + "bb", List.of(
                        message(8, 1, 5, "aa"), message(8, 1, 10, "bb"))),
                arguments("chunk stream ids of two and three bytes",
                        "0000" + "000000" + "000001" + "08" + "01000000" + "aa"        // 64
                                + "00ff" + "000000" + "000001" + "08" + "01000000" + "bb"  // 319
                                + "010001" + "000000" + "000001" + "08" + "01000000" + "cc" // 320
                                + "01ffff" + "000000" + "000001" + "08" + "01000000" + "dd" // 65599
                                + "010000" + "000000" + "000001" + "08" + "01000000" + "ee" // 64 again, in three bytes
                                + "c0ff" + "ff", List.of(
                        message(8, 1, 0, "aa"), message(8, 1, 0, "bb"), message(8, 1, 0, "cc"), message(8, 1, 0, "dd"),
                        message(8, 1, 0, "ee"), message(8, 1, 0, "ff"))),
                arguments("empty message", "03" + "000000" + "000000" + "14" + "00000000", List.of(message(20, 0, 0, ""))),
                arguments("chunk size changes between messages", CHUNK_SIZE_2
                        + "03" + "000000" + "000005" + "08" + "01000000" + "0102" + "c3" + "0304" + "c3" + "05", List.of(
                        message(8, 1, 0, "0102030405"))),
                arguments("chunk size changes inside a message", "03" + "000000" + "000082" + "08" + "01000000" + "77".repeat(128)
                        + "02" + "000000" + "000004" + "01" + "00000000" + "00000001" + "c3" + "01" + "c3" + "02", List.of(
                        message(8, 1, 0, "77".repeat(128) + "0102"))),
                arguments("messages of two chunk streams in each other", CHUNK_SIZE_2
                        + "03" + "000000" + "000003" + "08" + "01000000" + "0102"
                        + "04" + "000000" + "000003" + "09" + "01000000" + "1112" + "c3" + "03" + "c4" + "13", List.of(
                        message(8, 1, 0, "010203"), message(9, 1, 0, "111213"))),
                arguments("abort drops what has begun", CHUNK_SIZE_2
                        + "03" + "000000" + "000003" + "08" + "01000000" + "0102"
                        + "02" + "000000" + "000004" + "02" + "00000000" + "0000" + "c2" + "0003"
                        + "03" + "000000" + "000001" + "08" + "01000000" + "0a", List.of(
                        message(8, 1, 0, "0a"))),
                arguments("abort of a chunk stream never used", "02" + "000000" + "000004" + "02" + "00000000" + "00000063",
                        List.of()),
                arguments("extended timestamp, in type 3 too (5.3.1.3)", CHUNK_SIZE_2
                        + "03" + "ffffff" + "000003" + "08" + "01000000" + "01000000" + "0102" + "c3" + "01000000" + "03",
                        List.of(message(8, 1, 0x0100_0000, "010203"))),
                arguments("extended timestamp, not in type 3", CHUNK_SIZE_2
                        + "03" + "ffffff" + "000004" + "08" + "01000000" + "01000000" + "0102" + "c3" + "0100"
                        + "04" + "000000" + "000001" + "09" + "01000000" + "aa", List.of(
                        message(8, 1, 0x0100_0000, "01020100"), message(9, 1, 0, "aa"))),
                arguments("extended timestamp of exactly 0xFFFFFF",
                        "03" + "ffffff" + "000001" + "08" + "01000000" + "00ffffff" + "aa",
                        List.of(message(8, 1, 0xFF_FFFF, "aa"))),
                arguments("extended delta", "03" + "000001" + "000001" + "08" + "01000000" + "aa"
                        + "83" + "ffffff" + "01000000" + "bb" + "c3" + "01000000" + "cc", List.of(
                        message(8, 1, 1, "aa"), message(8, 1, 0x0100_0001, "bb"), message(8, 1, 0x0200_0001, "cc"))),
                arguments("time wraps at 32 bits", "03" + "ffffff" + "000001" + "08" + "01000000" + "ffffffff" + "aa"
                        + "83" + "000002" + "bb", List.of(
                        message(8, 1, 0xFFFF_FFFFL, "aa"), message(8, 1, 1, "bb"))),
                arguments("type 1 as the first header", "42" + "000000" + "000001" + "08" + "aa",
                        List.of(message(8, 0, 0, "aa"))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheWire")
    void readsMessages(String name, String hex, List<RawMessage> messages) {
        ByteBuf in = bytes(hex);
        assertThat(readAll(new ChunkDecoder(ChunkLimits.DEFAULT), in)).isEqualTo(messages);
        assertThat(in.isReadable()).isFalse();
    }

    /** At each byte another decoder takes over: any state may be handed on. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheWire")
    void readsTheSameByteByByteAndFromStateAfterEachByte(String name, String hex, List<RawMessage> messages) {
        ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
        List<RawMessage> read = new ArrayList<>();
        ByteBuf undecoded = Unpooled.buffer();
        for (byte b : ByteBufUtil.decodeHexDump(hex)) {
            undecoded.writeByte(b);
            read.addAll(readAll(decoder, undecoded));
            ByteBuf state = Unpooled.buffer();
            decoder.writeState(state);
            decoder = ChunkDecoder.readState(state, ChunkLimits.DEFAULT);
            assertThat(state.isReadable()).isFalse();
        }
        assertThat(read).isEqualTo(messages);
    }

    static Stream<Arguments> broken() {
        return Stream.of(
                arguments("type 2 on a new chunk stream", "83000000", "chunk stream 3 begins with a header of type 2"),
                arguments("type 3 on a new chunk stream", "c5", "chunk stream 5 begins with a header of type 3"),
                arguments("type 0 inside a message", CHUNK_SIZE_2 + "03" + "000000" + "000003" + "08" + "01000000" + "0102"
                        + "03" + "000000" + "000003" + "08" + "01000000", "type 0 on chunk stream 3 after 2 of 3 bytes"),
                arguments("chunk size 0", "02" + "000000" + "000004" + "01" + "00000000" + "00000000", "chunk size 0"),
                arguments("message longer than allowed", "03" + "000000" + "000101" + "09" + "01000000",
                        "message of type 9 with 257 bytes on chunk stream 3; at most 256"),
                arguments("one chunk stream too many", ("04" + "000000" + "000000" + "08" + "01000000").repeat(2)
                        + "05" + "000000" + "000000" + "08" + "01000000" + "06" + "000000" + "000000" + "08" + "01000000",
                        "chunk stream 6 is one more than the 2 allowed"),
                arguments("too much unfinished", "04" + "000000" + "000100" + "08" + "01000000" + "00".repeat(128)
                        + "05" + "000000" + "000100" + "08" + "01000000" + "00".repeat(128), "take more than 256 bytes"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("broken")
    void saysWhatIsBroken(String name, String hex, String says) {
        ChunkDecoder decoder = new ChunkDecoder(new ChunkLimits(256, 2, 256));
        assertThatThrownBy(() -> readAll(decoder, bytes(hex))).isInstanceOf(RtmpException.class).hasMessageContaining(says);
    }

    @Test
    void memoryGrowsWithWhatArrivedNotWithWhatWasAnnounced() {
        ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
        readAll(decoder, bytes("03" + "000000" + "7fffff" + "09" + "01000000" + "00"));
        assertThat(decoder.unfinishedBytes()).isEqualTo(16 << 10);
        ByteBuf rest = Unpooled.buffer();
        rest.writeZero(127);
        while (rest.readableBytes() < 70_000) {
            rest.writeByte(0xC3).writeZero(128);
        }
        readAll(decoder, rest);
        assertThat(decoder.unfinishedBytes()).isBetween(70_000, 4 * 70_000);
    }

    @Test
    void stateHasItsForm() {
        ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
        readAll(decoder, bytes("03" + "ffffff" + "000003" + "09" + "01000000" + "01000000" + "aabb"));
        ByteBuf state = Unpooled.buffer();
        decoder.writeState(state);
        assertThat(ByteBufUtil.hexDump(state)).isEqualTo(
                "01" + "00000080" + "00000003" + "00000001" + "00000001"          // version, chunk size, current, left, streams
                        + "00000003" + "01000000" + "01000000" + "01000000" + "01" // id, timestamp, delta, field, extended
                        + "00000003" + "09" + "00000001" + "01" + "00000002" + "aabb"); // length, type, stream, unfinished
        state.setByte(0, 2);
        assertThatThrownBy(() -> ChunkDecoder.readState(state, ChunkLimits.DEFAULT)).isInstanceOf(IllegalStateException.class);
    }

    static List<RawMessage> readAll(ChunkDecoder decoder, ByteBuf in) {
        List<RawMessage> messages = new ArrayList<>();
        for (RawMessage message = decoder.next(in); message != null; message = decoder.next(in)) {
            messages.add(message);
        }
        return messages;
    }

    private static RawMessage message(int type, int streamId, long timestamp, String hex) {
        return new RawMessage(type, streamId, timestamp, ByteBuffer.wrap(ByteBufUtil.decodeHexDump(hex)));
    }

    private static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    }
}
