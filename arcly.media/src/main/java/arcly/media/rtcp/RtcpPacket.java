package arcly.media.rtcp;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * One packet of an RTCP compound (RFC 3550, 6.1); subclasses say which. Immutable.
 *
 * <pre>
 * V 2 | P 1 | count or format 5 | packet type 8 | length in words - 1: 16 | body
 * </pre>
 */
public abstract class RtcpPacket {
    static final int HEADER_LENGTH = 4;

    private static final int VERSION = 0x80;

    RtcpPacket() {
    }

    /** 192 to 223 (RFC 5761, 4). */
    public abstract int type();

    /** SSRC of the sender, or of the first source that the packet is about; 0 if it names none. */
    public abstract int ssrc();

    /** The five bits beside the version: how many blocks, or which format. */
    abstract int count();

    abstract void writeBody(ByteBuf out);

    /** Appends the packet: whole words. */
    public final void write(ByteBuf out) {
        int start = out.writerIndex();
        out.writeByte(VERSION | count()).writeByte(type()).writeShort(0);
        writeBody(out);
        out.writeZero(-(out.writerIndex() - start) & 3);
        out.setShort(start + 2, (out.writerIndex() - start) / 4 - 1);
    }

    private byte[] bytes() {
        ByteBuf out = Unpooled.buffer();
        write(out);
        byte[] bytes = new byte[out.readableBytes()];
        out.readBytes(bytes);
        return bytes;
    }

    @Override
    public final boolean equals(Object other) {
        return this == other || other instanceof RtcpPacket packet && packet.type() == type()
                && Arrays.equals(packet.bytes(), bytes());
    }

    @Override
    public final int hashCode() {
        return Arrays.hashCode(bytes());
    }
}
