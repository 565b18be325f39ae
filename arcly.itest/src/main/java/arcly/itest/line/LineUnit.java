package arcly.itest.line;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * A unit of the wire: length of what follows (4), type (1), body. Requests P (publish) and V (view) carry application/name; F
 * carries key (1), dts in nanoseconds (8), payload; the server answers H (greeting), K (yes), E (no, with a text) and says B
 * (goodbye, with a code).
 *
 * @param body owned by whoever holds the unit
 */
record LineUnit(char type, ByteBuf body) {
    /** A frame is never larger than this; a longer length is no line client. */
    static final int LARGEST = 1 << 20;
    static final int HEADER = 4;

    static void write(ByteBuf out, char type, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(1 + bytes.length).writeByte(type).writeBytes(bytes);
    }

    String text() {
        return body.toString(StandardCharsets.UTF_8);
    }
}
