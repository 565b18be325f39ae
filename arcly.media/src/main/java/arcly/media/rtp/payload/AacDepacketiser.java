package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.aac.AdtsHeader;
import arcly.media.bits.BitReader;
import arcly.media.rtp.RtpPacket;

/**
 * AAC as MPEG-4 access units with headers (RFC 3640, 3.2):
 *
 * <pre>
 * AU-headers-length 16, bits | for each access unit: size, index, and what the parameters say | auxiliary data | access units
 * </pre>
 *
 * <p>Interleaved access units (3.2.3.2) are refused. Cameras exist that put an ADTS header before each access unit; it is left
 * out.
 */
final class AacDepacketiser extends AudioDepacketiser {
    private static final String WHAT = "RTP payload of AAC";
    private static final int MOST_UNITS = 256; // of one byte with a header of two each, a packet has no more within 1,500 bytes

    private final AacFields fields;
    private final int[] sizes = new int[MOST_UNITS];
    private int missing;     // bytes of the fragmented access unit that are still to come
    private long fragmentOf; // its timestamp

    AacDepacketiser(AacFields fields) {
        this.fields = fields;
    }

    @Override
    void read(RtpPacket packet, UnitSink out) {
        byte[] data = packet.data();
        int end = packet.payloadOffset() + packet.payloadLength();
        BitReader in = new BitReader(WHAT, data, packet.payloadOffset(), packet.payloadLength());
        int count = fields.hasHeaders() ? headers(in) : whole(packet.payloadLength());
        auxiliary(in);
        int at = packet.payloadOffset() + in.position() / Byte.SIZE;
        if (count == 1 && sizes[0] > end - at) {
            fragment(packet, at, end, out);
            return;
        }
        if (buffer.size() > 0) {
            drop(); // another access unit before the last piece of that one
        }
        checkSizes(count, end - at);
        for (int i = 0; i < count; i++) {
            unit(data, at, sizes[i], packet.timestamp() + (long) i * fields.duration(), out);
            at += sizes[i];
        }
    }

    private void checkSizes(int count, int length) {
        int left = length;
        for (int i = 0; i < count; i++) {
            if (sizes[i] > left) {
                throw MediaFormatException.malformed(WHAT + ", AU-size", sizes[i], "up to " + left);
            }
            left -= sizes[i];
        }
    }

    private int headers(BitReader in) {
        int length = in.unsigned("AU-headers-length", 16);
        int headersEnd = in.position() + length;
        int count = 0;
        while (in.position() < headersEnd) {
            if (count == MOST_UNITS) {
                throw in.refused("AU-headers-length", length, "headers of up to " + MOST_UNITS + " access units");
            }
            sizes[count] = fields.readHeader(in, count == 0);
            count++;
        }
        if (in.position() != headersEnd) {
            throw in.refused("AU-headers-length", length, "whole headers");
        }
        in.align();
        return count;
    }

    /** Without headers all access units are of the size that the parameters say, or there is one. */
    private int whole(int length) {
        int size = fields.constantSize() == 0 ? length : fields.constantSize();
        int count = length / size;
        if (count > MOST_UNITS) {
            throw MediaFormatException.malformed(WHAT, count + " access units", "up to " + MOST_UNITS);
        }
        for (int i = 0; i < count; i++) {
            sizes[i] = size;
        }
        return count;
    }

    private void auxiliary(BitReader in) {
        if (fields.auxiliaryBits() > 0) {
            in.skip("auxiliary data", in.unsigned("auxiliary-data-size", fields.auxiliaryBits()));
            in.align();
        }
    }

    /** 3.2.3.1: each piece says the size of the whole. */
    private void fragment(RtpPacket packet, int at, int end, UnitSink out) {
        if (buffer.size() > 0 && fragmentOf != packet.timestamp()) {
            drop();
        }
        if (buffer.size() == 0) {
            fragmentOf = packet.timestamp();
            missing = sizes[0];
        }
        int length = Math.min(missing, end - at);
        buffer.append(packet.data(), at, length);
        missing -= length;
        if (missing == 0) {
            giveBuffer(packet.timestamp(), out);
        } else if (packet.marker()) {
            drop();
        }
    }

    private void unit(byte[] data, int at, int size, long timestamp, UnitSink out) {
        if (size == 0) {
            return;
        }
        int head = size >= AdtsHeader.LENGTH && isAdts(data, at) ? adtsLength(data, at, size) : 0;
        give(data, at + head, size - head, timestamp, out);
    }

    private static boolean isAdts(byte[] data, int at) {
        return data[at] == (byte) 0xFF && (data[at + 1] & 0xF6) == 0xF0;
    }

    private static int adtsLength(byte[] data, int at, int size) {
        try {
            AdtsHeader header = AdtsHeader.read(data, at, size);
            return header.frameLength() == size && header.rawDataBlocks() == 1 ? header.length() : 0;
        } catch (MediaFormatException noHeader) {
            return 0;
        }
    }
}
