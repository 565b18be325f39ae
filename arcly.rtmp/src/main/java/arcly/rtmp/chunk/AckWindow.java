package arcly.rtmp.chunk;

import arcly.rtmp.message.Acknowledgement;
import io.netty.buffer.ByteBuf;

/** Counts bytes received and says when an Acknowledgement is due (RTMP 1.0, 5.4.3). Not thread-safe. */
public final class AckWindow {
    private static final int STATE_VERSION = 1;
    /** Until the peer names one; the window that Flash Media Server and librtmp name. */
    private static final int FIRST_WINDOW = 2_500_000;

    private int window = FIRST_WINDOW;
    private long received;
    private long acknowledged;

    /** What the peer asked for by Window Acknowledgement Size. */
    public void window(int bytes) {
        window = bytes;
    }

    public void received(int bytes) {
        received += bytes;
    }

    /** Bytes since the connection began. */
    public long total() {
        return received;
    }

    /** The message that is due, or null. A due message is given once: the caller sends it. */
    public Acknowledgement due() {
        if (received - acknowledged < window) {
            return null;
        }
        acknowledged = received;
        return new Acknowledgement(received & 0xFFFF_FFFFL); // 32 bits on the wire, which wrap
    }

    public void writeState(ByteBuf out) {
        out.writeByte(STATE_VERSION).writeInt(window).writeLong(received).writeLong(acknowledged);
    }

    /** Goes on where the one that wrote this state stopped. */
    public static AckWindow readState(ByteBuf in) {
        int version = in.readUnsignedByte();
        if (version != STATE_VERSION) {
            throw new IllegalStateException("acknowledgement window state version " + version + "; " + STATE_VERSION
                    + " is known");
        }
        AckWindow read = new AckWindow();
        read.window = in.readInt();
        read.received = in.readLong();
        read.acknowledged = in.readLong();
        return read;
    }
}
