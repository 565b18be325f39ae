package arcly.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.rtmp.message.Acknowledgement;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ChunkRoundTripTest {

    static Stream<Arguments> onTheWire() {
        return Stream.of(
                arguments(3, 1000L, 1, "0102", "03" + "0003e8" + "000002" + "09" + "01000000" + "0102"),
                arguments(3, 0L, 1, "0102030405", "03" + "000000" + "000005" + "09" + "01000000" + "0102" + "c3" + "0304"
                        + "c3" + "05"),
                arguments(4, 0xFF_FFFEL, 1, "", "04" + "fffffe" + "000000" + "09" + "01000000"),
                arguments(4, 0xFF_FFFFL, 1, "010203", "04" + "ffffff" + "000003" + "09" + "01000000" + "00ffffff" + "0102"
                        + "c4" + "00ffffff" + "03"),
                arguments(4, 0xFFFF_FFFFL, 2, "01", "04" + "ffffff" + "000001" + "09" + "02000000" + "ffffffff" + "01"),
                arguments(64, 0L, 1, "010203", "0000" + "000000" + "000003" + "09" + "01000000" + "0102" + "c000" + "03"),
                arguments(319, 0L, 1, "01", "00ff" + "000000" + "000001" + "09" + "01000000" + "01"),
                arguments(320, 0L, 1, "010203", "010001" + "000000" + "000003" + "09" + "01000000" + "0102" + "c10001" + "03"),
                arguments(65_599, 0L, 1, "01", "01ffff" + "000000" + "000001" + "09" + "01000000" + "01"));
    }

    @ParameterizedTest
    @MethodSource("onTheWire")
    void writesChunks(int chunkStream, long timestamp, int streamId, String body, String hex) {
        byte[] bytes = ByteBufUtil.decodeHexDump(body);
        ByteBuf out = Unpooled.buffer();
        ChunkWriter writer = new ChunkWriter();
        writer.begin(out, 2, chunkStream, timestamp, 9, streamId, bytes.length);
        for (int i = 0; i < bytes.length; i++) { // in pieces of one byte
            writer.append(bytes, i, 1);
        }
        writer.end();
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
        assertThat(ChunkWriter.size(chunkStream, timestamp, bytes.length, 2)).isEqualTo(out.readableBytes());
    }

    @Test
    void writesWholeMessages() {
        ByteBuf out = Unpooled.buffer();
        ChunkWriter.write(out, 128, 2, 0, 0, new SetChunkSize(4096));
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo("02" + "000000" + "000004" + "01" + "00000000" + "00001000");
    }

    @Test
    void bodyOfAnotherLengthIsAFault() {
        ChunkWriter writer = new ChunkWriter();
        writer.begin(Unpooled.buffer(), 128, 3, 0, 9, 1, 2);
        assertThatThrownBy(writer::end).isInstanceOf(IllegalStateException.class).hasMessageContaining("2 bytes");
        assertThatThrownBy(() -> writer.append(new byte[3], 0, 3)).isInstanceOf(IllegalStateException.class);
    }

    /** Messages on several chunk streams, cut at random, read in random pieces by decoders that hand over to each other. */
    @Test
    void whatIsWrittenIsRead() {
        Random random = new Random(44);
        for (int round = 0; round < 200; round++) {
            List<RawMessage> sent = new ArrayList<>();
            ByteBuf wire = Unpooled.buffer();
            int chunkSize = 128;
            for (int i = 0; i < 10; i++) {
                if (random.nextInt(3) == 0) {
                    int next = 1 + random.nextInt(300);
                    ChunkWriter.write(wire, chunkSize, 2, 0, 0, new SetChunkSize(next));
                    chunkSize = next;
                }
                byte[] body = new byte[random.nextInt(2000)];
                random.nextBytes(body);
                RawMessage message = new RawMessage(8 + random.nextInt(2), random.nextInt(3), random.nextInt() & 0xFFFF_FFFFL,
                        ByteBuffer.wrap(body));
                sent.add(message);
                ChunkWriter writer = new ChunkWriter();
                writer.begin(wire, chunkSize, 3 + random.nextInt(400), message.timestamp(), message.type(), message.streamId(),
                        body.length);
                writer.append(body, 0, body.length);
                writer.end();
            }
            assertThat(readInPieces(wire, random)).isEqualTo(sent);
        }
    }

    private static List<RawMessage> readInPieces(ByteBuf wire, Random random) {
        List<RawMessage> received = new ArrayList<>();
        ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
        ByteBuf undecoded = Unpooled.buffer();
        while (wire.isReadable()) {
            undecoded.writeBytes(wire, Math.min(wire.readableBytes(), 1 + random.nextInt(700)));
            received.addAll(ChunkDecoderTest.readAll(decoder, undecoded));
            if (random.nextBoolean()) {
                ByteBuf state = Unpooled.buffer();
                decoder.writeState(state);
                decoder = ChunkDecoder.readState(state, ChunkLimits.DEFAULT);
            }
        }
        return received;
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(45);
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            for (int i = 1; i < bytes.length; i++) { // small lengths, so that messages end and other headers follow
                bytes[i] = random.nextInt(3) == 0 ? bytes[i] : 0;
            }
            ChunkFuzzTest.readOrRefuse(bytes);
        }
    }

    @Test
    void acknowledgementIsDueOnceAWindow() {
        AckWindow window = new AckWindow();
        window.window(1000);
        window.received(999);
        assertThat(window.due()).isNull();
        window.received(501);
        assertThat(window.due()).isEqualTo(new Acknowledgement(1500));
        assertThat(window.due()).isNull();
        ByteBuf state = Unpooled.buffer();
        window.writeState(state);
        assertThat(ByteBufUtil.hexDump(state)).isEqualTo("01" + "000003e8" + "00000000000005dc" + "00000000000005dc");
        AckWindow next = AckWindow.readState(state);
        next.received(999);
        assertThat(next.due()).isNull();
        next.received(1);
        assertThat(next.due()).isEqualTo(new Acknowledgement(2500));
        assertThat(next.total()).isEqualTo(2500);
    }
}
