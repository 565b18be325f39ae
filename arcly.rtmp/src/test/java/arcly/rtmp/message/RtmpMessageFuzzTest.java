package arcly.rtmp.message;

import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RtmpMessageFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void readsOrRefuses(byte[] bytes) {
        readOrRefuse(bytes);
    }

    @Test
    void randomBytesAreReadOrRefused() {
        Random random = new Random(43);
        for (int round = 0; round < 50_000; round++) {
            byte[] bytes = new byte[random.nextInt(48)];
            random.nextBytes(bytes);
            if (bytes.length > 0) {
                bytes[0] = (byte) random.nextInt(24);
            }
            readOrRefuse(bytes);
        }
    }

    /** The first byte is the message type, the rest its body. */
    private static void readOrRefuse(byte[] bytes) {
        if (bytes.length == 0) {
            return;
        }
        try {
            RtmpMessage message = RtmpMessage.read(bytes[0] & 0xFF, Unpooled.wrappedBuffer(bytes, 1, bytes.length - 1),
                    AmfLimits.DEFAULT);
            message.write(Unpooled.buffer());
            if (message instanceof Aggregate aggregate) {
                aggregate.split(1, 0, part -> { });
            }
        } catch (RtmpException refused) {
            // what it says is looked at elsewhere
        }
    }
}
