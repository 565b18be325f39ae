package arcly.rtmp.amf;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.rtmp.RtmpException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.List;

class AmfFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void readsOrRefuses(byte[] bytes) {
        readOrRefuse(bytes);
    }

    /** What can be read can be written and read again. */
    static void readOrRefuse(byte[] bytes) {
        List<Object> values;
        try {
            values = new Amf0Reader(Unpooled.wrappedBuffer(bytes), AmfLimits.DEFAULT).readAll();
        } catch (RtmpException refused) {
            return;
        }
        ByteBuf written = Unpooled.buffer();
        Amf0Writer.writeAll(written, values);
        AmfLimits wide = new AmfLimits(16, Integer.MAX_VALUE);
        assertThat(new Amf0Reader(written, wide).readAll()).hasSameSizeAs(values);
    }
}
