package arcly.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** BYE (RFC 3550, 6.6): sources leave. */
public final class Goodbye extends RtcpPacket {
    /** Packet type. */
    public static final int TYPE = 203;

    private static final int MOST_SOURCES = 31; // five bits
    private static final int MOST_BYTES = 255;  // the reason's length has eight

    private final int[] sources;
    private final String reason;

    private Goodbye(int[] sources, String reason) {
        this.sources = sources;
        this.reason = reason;
    }

    /**
     * @param reason up to 255 bytes of UTF-8; empty for none
     * @param sources up to 31
     */
    public static Goodbye of(String reason, int... sources) {
        int bytes = reason.getBytes(StandardCharsets.UTF_8).length;
        if (sources.length > MOST_SOURCES || bytes > MOST_BYTES) {
            throw new IllegalArgumentException(sources.length + " sources, a reason of " + bytes + " bytes; allowed are up to "
                    + MOST_SOURCES + " and " + MOST_BYTES);
        }
        return new Goodbye(sources.clone(), reason);
    }

    static Goodbye read(RtcpBody in) {
        int[] sources = new int[in.count()];
        for (int i = 0; i < sources.length; i++) {
            sources[i] = in.integer("SSRC");
        }
        String reason = in.isEmpty() ? "" : new String(in.bytes("reason", in.unsigned("reason length")), StandardCharsets.UTF_8);
        return new Goodbye(sources, reason);
    }

    @Override
    void writeBody(ByteBuf out) {
        for (int source : sources) {
            out.writeInt(source);
        }
        if (!reason.isEmpty()) {
            byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
            int length = Math.min(MOST_BYTES, bytes.length); // what was read with other bytes than UTF-8 may have grown
            out.writeByte(length).writeBytes(bytes, 0, length);
        }
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    int count() {
        return sources.length;
    }

    @Override
    public int ssrc() {
        return sources.length == 0 ? 0 : sources[0];
    }

    /** A fresh array. */
    public int[] sources() {
        return sources.clone();
    }

    /** Empty if none is given. */
    public String reason() {
        return reason;
    }

    @Override
    public String toString() {
        return "BYE of " + Arrays.stream(sources).mapToObj(Integer::toHexString).toList() + " " + reason;
    }
}
