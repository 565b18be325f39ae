package arcly.rtmp.message;

import arcly.rtmp.amf.Amf0Reader;
import arcly.rtmp.amf.Amf0Writer;
import arcly.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Data (RTMP 1.0, 7.1.2): values that belong to the stream, first a name such as onMetaData, in AMF0 (18) or AMF3 (15). */
public record Data(int type, List<Object> values) implements RtmpMessage {
    public static final int TYPE_AMF3 = 15;
    public static final int TYPE = 18;

    /** A data message in AMF0. */
    public static Data of(Object... values) {
        return new Data(TYPE, Collections.unmodifiableList(Arrays.asList(values)));
    }

    static Data read(int type, ByteBuf body, AmfLimits limits) {
        skipFormat(type == TYPE_AMF3, body);
        return new Data(type, Collections.unmodifiableList(new Amf0Reader(body, limits).readAll()));
    }

    /**
     * Skips the byte in front of the values in the types that may hold AMF3. The values are AMF0 all the same, with a marker of
     * their own where AMF3 begins. Some senders leave it out; a name, the first value, never begins with 0.
     */
    static void skipFormat(boolean amf3, ByteBuf body) {
        if (amf3 && body.isReadable() && body.getByte(body.readerIndex()) == 0) {
            body.skipBytes(1);
        }
    }

    static void writeFormat(boolean amf3, ByteBuf out) {
        if (amf3) {
            out.writeByte(0);
        }
    }

    @Override
    public void write(ByteBuf out) {
        writeFormat(type == TYPE_AMF3, out);
        Amf0Writer.writeAll(out, values);
    }
}
