package arcly.media.rtp;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.util.Arrays;
import java.util.Objects;

/**
 * One RTP packet as it came (RFC 3550, 5.1):
 *
 * <pre>
 * V 2 | P 1 | X 1 | CC 4 | M 1 | PT 7 | sequence number 16 | timestamp 32 | SSRC 32 | CSRC 32 * CC |
 * extension | payload | padding
 * </pre>
 *
 * <p>A view of the caller's array, which is given away: it must not change while the packet is in use.
 */
public final class RtpPacket {
    /** Bytes of a header without sources and extension. */
    public static final int FIXED_LENGTH = 12;
    /** What a datagram can carry; the length field of an interleaved frame (RFC 2326, 10.12) ends there too. */
    public static final int MOST_BYTES = 65_535;

    private static final int VERSION = 2;
    private static final int ONE_BYTE_PROFILE = 0xBEDE;  // RFC 8285, 4.2
    private static final int TWO_BYTE_PROFILE = 0x1000;  // RFC 8285, 4.3: the low four bits are the application's
    private static final int ONE_BYTE_END = 15;          // RFC 8285, 4.2: stops the reading

    private final byte[] data;
    private final int start;
    private final int extensionOffset; // of its elements; 0 if there is none
    private final int extensionEnd;
    private final int payloadOffset;
    private final int payloadLength;

    private RtpPacket(byte[] data, int start, int extensionOffset, int extensionEnd, int payloadOffset, int payloadLength) {
        this.data = data;
        this.start = start;
        this.extensionOffset = extensionOffset;
        this.extensionEnd = extensionEnd;
        this.payloadOffset = payloadOffset;
        this.payloadLength = payloadLength;
    }

    /**
     * Reads a packet that fills this part of the array.
     *
     * @throws MediaFormatException if it is no RTP of version 2 or its lengths do not fit
     */
    public static RtpPacket read(byte[] data, int offset, int length) throws MediaFormatException {
        Objects.checkFromIndexSize(offset, length, data.length);
        if (length < FIXED_LENGTH || length > MOST_BYTES) {
            throw MediaFormatException.malformed("RTP packet", length + " bytes", FIXED_LENGTH + " to " + MOST_BYTES);
        }
        if (version(data[offset]) != VERSION) {
            throw MediaFormatException.malformed("RTP packet, version", version(data[offset]), "2");
        }
        int end = offset + length;
        int at = offset + FIXED_LENGTH + 4 * (data[offset] & 0xF);
        int extension = 0;
        int extensionEnd = 0;
        if ((data[offset] & 0x10) != 0) {
            need("extension header", at + 4, end);
            extension = at + 4;
            extensionEnd = extension + 4 * unsignedShort(data, at + 2);
            at = extensionEnd;
        }
        need("header", at, end);
        int padding = (data[offset] & 0x20) != 0 ? data[end - 1] & 0xFF : 0;
        if ((data[offset] & 0x20) != 0 && (padding == 0 || padding > end - at)) {
            throw MediaFormatException.malformed("RTP packet, padding", padding + " bytes", "1 to " + (end - at));
        }
        return new RtpPacket(data, offset, extension, extensionEnd, at, end - padding - at);
    }

    /** The version in a packet's first byte: 2 in all RTP and RTCP. */
    static int version(byte first) {
        return first >> 6 & 3;
    }

    private static void need(String what, int to, int end) {
        if (to > end) {
            throw MediaFormatException.malformed("RTP packet, " + what, (to - end) + " bytes missing", "all of it");
        }
    }

    private static int unsignedShort(byte[] data, int at) {
        return (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
    }

    private static int integer(byte[] data, int at) {
        return unsignedShort(data, at) << 16 | unsignedShort(data, at + 2);
    }

    /** What the marker means the payload format says: mostly the last packet of a picture, or the first after silence. */
    public boolean marker() {
        return data[start + 1] < 0;
    }

    /** 0 to 127. */
    public int payloadType() {
        return data[start + 1] & 0x7F;
    }

    /** 0 to 65,535. */
    public int sequence() {
        return unsignedShort(data, start + 2);
    }

    /** 0 to 2^32 - 1, ticks of the format's clock. */
    public long timestamp() {
        return integer(data, start + 4) & 0xFFFF_FFFFL;
    }

    public int ssrc() {
        return integer(data, start + 8);
    }

    /** Contributing sources, 0 to 15. */
    public int csrcCount() {
        return data[start] & 0xF;
    }

    public int csrc(int index) {
        return integer(data, start + FIXED_LENGTH + 4 * Objects.checkIndex(index, csrcCount()));
    }

    /** True if there is a header extension, of whatever profile. */
    public boolean hasExtension() {
        return extensionOffset != 0;
    }

    /** The 16 bits that say what the extension is (5.3.1); 0 if there is none. */
    public int extensionProfile() {
        return extensionOffset == 0 ? 0 : unsignedShort(data, extensionOffset - 4);
    }

    /**
     * The extension element of that id (RFC 8285), one- or two-byte form.
     *
     * @param id as agreed by {@code a=extmap}: 1 to 14, with two-byte headers to 255
     * @return null if it is not there, or if the extension is of another kind or cut short before it
     */
    public Payload extension(int id) {
        int profile = extensionProfile();
        boolean oneByte = profile == ONE_BYTE_PROFILE;
        if (!oneByte && (profile & 0xFFF0) != TWO_BYTE_PROFILE) {
            return null;
        }
        int at = extensionOffset;
        while (at < extensionEnd) {
            if (data[at] == 0) {
                at++; // padding between elements
                continue;
            }
            int found = oneByte ? data[at] >> 4 & 0xF : data[at] & 0xFF;
            if (oneByte && found == ONE_BYTE_END || !oneByte && at + 1 == extensionEnd) {
                return null;
            }
            int length = oneByte ? (data[at] & 0xF) + 1 : data[at + 1] & 0xFF;
            at += oneByte ? 1 : 2;
            if (length > extensionEnd - at) {
                return null;
            }
            if (found == id) {
                return Payload.wrap(data, at, length);
            }
            at += length;
        }
        return null;
    }

    /** The array that the payload lies in. Not to be written to. */
    public byte[] data() {
        return data;
    }

    /** Where in {@link #data()} the payload begins. */
    public int payloadOffset() {
        return payloadOffset;
    }

    /** Bytes of payload, without padding; 0 is possible. */
    public int payloadLength() {
        return payloadLength;
    }

    /** The payload, without a copy. */
    public Payload payload() {
        return Payload.wrap(data, payloadOffset, payloadLength);
    }

    /** The whole packet, but for its padding, in a fresh array. */
    public byte[] toByteArray() {
        byte[] bytes = Arrays.copyOfRange(data, start, payloadOffset + payloadLength);
        bytes[0] &= (byte) ~0x20;
        return bytes;
    }

    @Override
    public String toString() {
        return "RTP " + sequence() + " time " + timestamp() + " type " + payloadType() + (marker() ? " marker " : " ")
                + payloadLength + " bytes of " + Integer.toHexString(ssrc());
    }
}
