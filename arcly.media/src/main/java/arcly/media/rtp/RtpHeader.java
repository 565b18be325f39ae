package arcly.media.rtp;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes RTP headers (RFC 3550, 5.1): what stays the same from packet to packet is said once. Immutable.
 *
 * <p>Extension elements get the one-byte form of RFC 8285 where that can hold them all, otherwise the two-byte form.
 */
public final class RtpHeader {
    private static final int LARGEST_TYPE = 127;
    private static final int MOST_SOURCES = 15;
    private static final int ONE_BYTE_PROFILE = 0xBEDE;
    private static final int TWO_BYTE_PROFILE = 0x1000;

    private final int payloadType;
    private final int ssrc;
    private final int[] sources;
    private final byte[] extension; // with its head, whole words

    private RtpHeader(Builder from) {
        payloadType = from.payloadType;
        ssrc = from.ssrc;
        sources = from.sources;
        extension = from.extensions.isEmpty() ? new byte[0] : bytes(from.extensions);
    }

    /** @param payloadType 0 to 127 */
    public static Builder of(int payloadType, int ssrc) {
        return new Builder(payloadType, ssrc);
    }

    /** Appends the 12 bytes of a header without sources and extension. Of sequence and timestamp the low bits are taken. */
    public static void write(ByteBuf out, int payloadType, boolean marker, int sequence, long timestamp, int ssrc) {
        out.writeInt(0x8000_0000 | (marker ? 1 << 23 : 0) | payloadType << 16 | sequence & 0xFFFF);
        out.writeInt((int) timestamp);
        out.writeInt(ssrc);
    }

    /** Appends the header: {@link #length()} bytes. */
    public void write(ByteBuf out, boolean marker, int sequence, long timestamp) {
        int start = out.writerIndex();
        write(out, payloadType, marker, sequence, timestamp, ssrc);
        out.setByte(start, 0x80 | (extension.length > 0 ? 0x10 : 0) | sources.length);
        for (int source : sources) {
            out.writeInt(source);
        }
        out.writeBytes(extension);
    }

    /**
     * Fills the packet that begins at {@code start} up to a multiple of {@code multiple} bytes and says so in its first byte.
     *
     * @param multiple 2 to 255
     */
    public static void pad(ByteBuf out, int start, int multiple) {
        int padding = multiple - (out.writerIndex() - start) % multiple;
        out.writeZero(padding - 1).writeByte(padding);
        out.setByte(start, out.getByte(start) | 0x20);
    }

    /** Bytes. */
    public int length() {
        return RtpPacket.FIXED_LENGTH + 4 * sources.length + extension.length;
    }

    private static byte[] bytes(Map<Integer, Payload> elements) {
        boolean oneByte = elements.entrySet().stream()
                .allMatch(each -> each.getKey() <= 14 && each.getValue().size() >= 1 && each.getValue().size() <= 16);
        int head = oneByte ? 1 : 2;
        int size = elements.values().stream().mapToInt(value -> head + value.size()).sum();
        int words = (size + 3) / 4;
        byte[] bytes = new byte[4 + 4 * words];
        int profile = oneByte ? ONE_BYTE_PROFILE : TWO_BYTE_PROFILE;
        bytes[0] = (byte) (profile >> 8);
        bytes[1] = (byte) profile;
        bytes[2] = (byte) (words >> 8);
        bytes[3] = (byte) words;
        int at = 4;
        for (Map.Entry<Integer, Payload> element : elements.entrySet()) {
            int length = element.getValue().size();
            if (oneByte) {
                bytes[at++] = (byte) (element.getKey() << 4 | length - 1);
            } else {
                bytes[at++] = element.getKey().byteValue();
                bytes[at++] = (byte) length;
            }
            element.getValue().copyTo(0, bytes, at, length);
            at += length;
        }
        return bytes;
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final int payloadType;
        private final int ssrc;
        private final Map<Integer, Payload> extensions = new TreeMap<>();
        private int[] sources = new int[0];

        private Builder(int payloadType, int ssrc) {
            if (payloadType < 0 || payloadType > LARGEST_TYPE) {
                throw new IllegalArgumentException("payload type " + payloadType + "; allowed are 0 to " + LARGEST_TYPE);
            }
            this.payloadType = payloadType;
            this.ssrc = ssrc;
        }

        /** Contributing sources, up to 15. */
        public Builder csrc(int... contributing) {
            if (contributing.length > MOST_SOURCES) {
                throw new IllegalArgumentException(contributing.length + " sources; allowed are 0 to " + MOST_SOURCES);
            }
            sources = contributing.clone();
            return this;
        }

        /** An extension element (RFC 8285): ids 1 to 255 except 15, up to 255 bytes. */
        public Builder extension(int id, Payload value) {
            if (id < 1 || id > 255 || id == 15 || value.size() > 255) {
                throw new IllegalArgumentException("extension " + id + " of " + value.size()
                        + " bytes; allowed are 1 to 255 but 15, and 0 to 255 bytes");
            }
            extensions.put(id, value);
            return this;
        }

        public RtpHeader build() {
            return new RtpHeader(this);
        }
    }
}
