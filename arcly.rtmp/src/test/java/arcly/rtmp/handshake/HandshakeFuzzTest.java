package arcly.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.rtmp.RtmpException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HandshakeFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void endsOrRefuses(byte[] bytes) {
        endOrRefuse(bytes);
    }

    @Test
    void randomBytesEndOrAreRefused() {
        Random random = new Random(48);
        for (int round = 0; round < 2_000; round++) {
            byte[] bytes = new byte[random.nextInt(3_200)];
            random.nextBytes(bytes);
            if (bytes.length > 0 && random.nextInt(4) > 0) {
                bytes[0] = 3;
            }
            endOrRefuse(bytes);
        }
    }

    /** Neither side takes more than its blocks, and each answers once. */
    private static void endOrRefuse(byte[] bytes) {
        ByteBuf in = Unpooled.wrappedBuffer(bytes);
        ByteBuf out = Unpooled.buffer();
        try {
            boolean done = new ServerHandshake(new Random(1)).advance(in, out);
            assertThat(done).isEqualTo(bytes.length >= 1 + 2 * HandshakeDigest.BLOCK);
            assertThat(out.readableBytes()).isEqualTo(bytes.length > HandshakeDigest.BLOCK ? 1 + 2 * HandshakeDigest.BLOCK : 0);
        } catch (RtmpException refused) {
            assertThat(out.isReadable()).isFalse();
        }
        for (ClientHandshake.Form form : ClientHandshake.Form.values()) {
            try {
                boolean done = new ClientHandshake(form, new Random(1)).advance(Unpooled.wrappedBuffer(bytes), Unpooled.buffer());
                assertThat(done).isEqualTo(bytes.length >= 1 + 2 * HandshakeDigest.BLOCK);
            } catch (RtmpException refused) {
                assertThat(bytes[0]).isNotEqualTo((byte) 3);
            }
        }
    }
}
