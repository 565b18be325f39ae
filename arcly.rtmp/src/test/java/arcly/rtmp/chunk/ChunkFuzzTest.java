package arcly.rtmp.chunk;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.rtmp.RtmpException;
import arcly.rtmp.message.RawMessage;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

class ChunkFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void readsOrRefuses(byte[] bytes) {
        readOrRefuse(bytes);
    }

    /** However the bytes are cut, the same messages come out, and memory stays within the limit. */
    static void readOrRefuse(byte[] bytes) {
        assertThat(read(bytes, 1)).isEqualTo(read(bytes, bytes.length));
    }

    private static List<RawMessage> read(byte[] bytes, int step) {
        ChunkLimits limits = new ChunkLimits(4096, 8, 8192);
        ChunkDecoder decoder = new ChunkDecoder(limits);
        ByteBuf in = Unpooled.buffer();
        List<RawMessage> messages = new ArrayList<>();
        try {
            for (int at = 0; at < bytes.length; at += step) {
                in.writeBytes(bytes, at, step);
                for (RawMessage message = decoder.next(in); message != null; message = decoder.next(in)) {
                    messages.add(message);
                }
                assertThat(decoder.unfinishedBytes()).isLessThanOrEqualTo(limits.unfinishedBytes());
            }
        } catch (RtmpException refused) {
            // what came before stays
        }
        return messages;
    }
}
