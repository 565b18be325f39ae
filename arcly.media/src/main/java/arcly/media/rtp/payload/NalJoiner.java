package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;

/**
 * NAL units of H.264 and H.265, whole or in fragments, put one after the other with 4-byte lengths. Cameras exist that put start
 * codes into RTP (Annex B, or only in front); these are cut where the start codes are.
 */
final class NalJoiner {
    private static final int LENGTH_SIZE = 4;

    private final String what;
    private final UnitBuffer buffer;
    private int fragmentAt = -1; // where the length of the NAL unit at hand stands; -1 if none is open
    private int fragmentType;

    NalJoiner(String what, UnitBuffer buffer) {
        this.what = what;
        this.buffer = buffer;
    }

    void clear() {
        fragmentAt = -1;
    }

    boolean isWhole() {
        return fragmentAt < 0;
    }

    /** A NAL unit that came whole. */
    void whole(byte[] data, int offset, int length) {
        if (!isWhole()) {
            throw MediaFormatException.malformed(what, "another NAL unit before the last fragment", "fragments up to the last");
        }
        if (startCode(data, offset, offset + length) > 0) {
            annexB(data, offset, length);
            return;
        }
        buffer.append(length >>> 24, length >>> 16, length >>> 8, length);
        buffer.append(data, offset, length);
    }

    /** NAL units of 16-bit lengths, one after the other. */
    void aggregate(byte[] data, int offset, int length) {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            int size = end - at < 2 ? -1 : (data[at] & 0xFF) << 8 | data[at + 1] & 0xFF;
            if (size < 0 || size > end - at - 2) {
                throw MediaFormatException.malformed(what + ", aggregation packet, NAL unit length", size,
                        "0 to " + Math.max(0, end - at - 2));
            }
            if (size > 0) {
                whole(data, at + 2, size);
            }
            at += 2 + size;
        }
    }

    /** The first fragment; the caller appends the NAL unit's header then. */
    void begin(int type) {
        if (!isWhole()) {
            throw MediaFormatException.malformed(what, "a first fragment before the last of another", "fragments up to the last");
        }
        fragmentAt = buffer.size();
        fragmentType = type;
        buffer.append(0, 0, 0, 0);
    }

    void fragment(int type, byte[] data, int offset, int length, boolean last) {
        if (isWhole() || type != fragmentType) {
            throw MediaFormatException.malformed(what, "a fragment of type " + type + " without its first",
                    "the first before it");
        }
        buffer.append(data, offset, length);
        if (last) {
            buffer.integer(fragmentAt, buffer.size() - fragmentAt - LENGTH_SIZE);
            fragmentAt = -1;
        }
    }

    private void annexB(byte[] data, int offset, int length) {
        int end = offset + length;
        int at = offset + startCode(data, offset, end);
        while (at < end) {
            int next = at;
            while (next < end && startCode(data, next, end) == 0) {
                next++;
            }
            if (next > at) {
                int size = next - at;
                buffer.append(size >>> 24, size >>> 16, size >>> 8, size);
                buffer.append(data, at, size);
            }
            at = next + startCode(data, next, end);
        }
    }

    /** Bytes of the start code that stands there; 0 if none does. */
    static int startCode(byte[] data, int at, int end) {
        if (end - at < 4 || data[at] != 0 || data[at + 1] != 0) {
            return 0;
        }
        return data[at + 2] == 1 ? 3 : data[at + 2] == 0 && data[at + 3] == 1 ? 4 : 0;
    }
}
