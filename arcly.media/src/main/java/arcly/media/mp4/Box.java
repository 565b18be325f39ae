package arcly.media.mp4;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A box of ISO/IEC 14496-12, 4.2: size (4), type (4), body. A value that writes its own body. */
interface Box {

    /** Four characters. */
    String type();

    void writeBody(ByteBuf out);

    default void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeInt(0); // the size, set below once the body is known
        writeType(type(), out);
        writeBody(out);
        out.setInt(start, out.writerIndex() - start);
    }

    /** A box that holds boxes and nothing else. */
    static Box of(String type, List<? extends Box> children) {
        return new Container(type, children);
    }

    static Box of(String type, Box... children) {
        return new Container(type, List.of(children));
    }

    record Container(String type, List<? extends Box> children) implements Box {
        @Override
        public void writeBody(ByteBuf out) {
            children.forEach(child -> child.write(out));
        }
    }

    /** The first four bytes in the body of a full box. */
    static ByteBuf writeVersion(int version, int flags, ByteBuf out) {
        return out.writeInt(version << 24 | flags);
    }

    static void writeType(String type, ByteBuf out) {
        out.writeCharSequence(type, StandardCharsets.US_ASCII);
    }

    /** UTF-8, ended by a zero byte. */
    static void writeText(String text, ByteBuf out) {
        out.writeCharSequence(text, StandardCharsets.UTF_8);
        out.writeByte(0);
    }
}
