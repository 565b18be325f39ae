package arcly.media.rtcp;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * RTCP packets that come together (RFC 3550, 6.1). Also ones of reduced size (RFC 5506), which begin with any packet: senders
 * that do not ask for leave exist.
 */
public final class RtcpCompound {
    /** Packets of one compound: each has four bytes at least, and nobody sends more than a few. */
    public static final int MOST_PACKETS = 64;

    private static final int FIRST_TYPE = 192; // RFC 5761, 4: 192 to 223 are RTCP where RTP and RTCP share a port
    private static final int LAST_TYPE = 223;

    private RtcpCompound() {
    }

    /** Whether this is RTCP rather than RTP, where both come on one port (RFC 5761, 4). */
    public static boolean isRtcp(byte[] data, int offset, int length) {
        int type = length < RtcpPacket.HEADER_LENGTH ? 0 : data[offset + 1] & 0xFF;
        return type >= FIRST_TYPE && type <= LAST_TYPE && (data[offset] >> 6 & 3) == 2;
    }

    /**
     * Reads all packets of this part of the array; nothing of it is kept.
     *
     * @throws MediaFormatException if one of them breaks the format: then none of them counts (RFC 3550, A.2)
     */
    public static List<RtcpPacket> read(byte[] data, int offset, int length) throws MediaFormatException {
        Objects.checkFromIndexSize(offset, length, data.length);
        List<RtcpPacket> packets = new ArrayList<>(2);
        int end = offset + length;
        int at = offset;
        while (at < end) {
            int size = size(data, at, end);
            if (packets.size() == MOST_PACKETS) {
                throw MediaFormatException.malformed("RTCP compound", "more packets", "up to " + MOST_PACKETS);
            }
            packets.add(packet(data, at, size));
            at += size;
        }
        return packets;
    }

    private static int size(byte[] data, int at, int end) {
        boolean whole = end - at >= RtcpPacket.HEADER_LENGTH;
        if (!whole || (data[at] >> 6 & 3) != 2) {
            throw MediaFormatException.malformed("RTCP packet", whole ? "version " + (data[at] >> 6 & 3) : end - at + " bytes",
                    "version 2, 4 bytes and more");
        }
        int size = 4 * (1 + ((data[at + 2] & 0xFF) << 8 | data[at + 3] & 0xFF));
        if (size > end - at) {
            throw MediaFormatException.malformed("RTCP packet, length", size + " bytes", "up to " + (end - at)
                    + ", what is left");
        }
        return size;
    }

    private static RtcpPacket packet(byte[] data, int at, int size) {
        int padding = (data[at] & 0x20) != 0 ? data[at + size - 1] & 0xFF : 0;
        if (padding > size - RtcpPacket.HEADER_LENGTH) {
            throw MediaFormatException.malformed("RTCP packet, padding", padding + " bytes",
                    "up to " + (size - RtcpPacket.HEADER_LENGTH));
        }
        int type = data[at + 1] & 0xFF;
        int count = data[at] & 0x1F;
        RtcpBody body = new RtcpBody(type, count, data, at + RtcpPacket.HEADER_LENGTH, size - padding - RtcpPacket.HEADER_LENGTH);
        return switch (type) {
            case SenderReport.TYPE -> SenderReport.read(body);
            case ReceiverReport.TYPE -> ReceiverReport.read(body);
            case SourceDescription.TYPE -> SourceDescription.read(body);
            case Goodbye.TYPE -> Goodbye.read(body);
            case ApplicationPacket.TYPE -> ApplicationPacket.read(body);
            case Feedback.TRANSPORT, Feedback.PAYLOAD -> Feedback.read(type, body);
            default -> new UnknownPacket(type, count, Payload.wrap(body.rest()));
        };
    }
}
