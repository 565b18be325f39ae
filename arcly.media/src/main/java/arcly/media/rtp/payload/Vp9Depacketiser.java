package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;

/**
 * VP9 (RFC 9628, 4.2):
 *
 * <pre>
 * I 1 | P 1 | L 1 | F 1 | B 1, begins a layer's frame | E 1, ends one | V 1 | Z 1
 * I: picture id 8 or 16 | L: TID 3, U 1, SID 3, D 1, and unless F: TL0PICIDX 8 | F and P: P_DIFF 7, N 1, up to three |
 * V: structure
 * </pre>
 *
 * <p>The frames of several layers become one superframe, with the index (VP9 bitstream, annex B) that RTP leaves out.
 */
final class Vp9Depacketiser extends PictureDepacketiser {
    private static final String WHAT = "RTP payload of VP9";
    private static final int MOST_FRAMES = 8; // annex B: three bits
    private static final int MOST_DIFFERENCES = 3;

    private final int[] starts = new int[MOST_FRAMES + 1]; // and the end
    private int frames;

    @Override
    void join(byte[] data, int offset, int length) {
        int head = new Descriptor(data, offset, length).length();
        if (head >= length) {
            throw MediaFormatException.malformed(WHAT, length + " bytes with a descriptor of " + head, "more");
        }
        if ((data[offset] & 0x08) != 0) {
            if (frames == MOST_FRAMES) {
                throw MediaFormatException.malformed(WHAT, "more frames in a picture", "up to " + MOST_FRAMES);
            }
            starts[frames++] = buffer.size();
        }
        buffer.append(data, offset + head, length - head);
    }

    /** Reads over the descriptor. */
    private static final class Descriptor {
        private final byte[] data;
        private final int end;
        private final int start;
        private int at;

        Descriptor(byte[] data, int offset, int length) {
            this.data = data;
            this.start = offset;
            this.end = offset + length;
            this.at = offset;
        }

        int length() {
            int flags = next();
            if ((flags & 0x80) != 0 && (next() & 0x80) != 0) {
                next();
            }
            boolean flexible = (flags & 0x10) != 0;
            if ((flags & 0x20) != 0) {
                next();
                if (!flexible) {
                    next();
                }
            }
            if (flexible && (flags & 0x40) != 0) {
                differences();
            }
            if ((flags & 0x02) != 0) {
                structure();
            }
            return at - start;
        }

        private void differences() {
            int count = 1;
            while ((next() & 1) != 0) {
                if (++count > MOST_DIFFERENCES) {
                    throw MediaFormatException.malformed(WHAT, "more P_DIFF", "up to 3");
                }
            }
        }

        /** N_S 3, Y 1, G 1; sizes of N_S + 1 layers; N_G 8 and so many pictures with R references. */
        private void structure() {
            int head = next();
            at += (head & 0x10) != 0 ? 4 * ((head >> 5 & 7) + 1) : 0;
            int pictures = (head & 0x08) != 0 ? next() : 0;
            for (int i = 0; i < pictures; i++) {
                int references = next() >> 2 & 3;
                at += references;
            }
        }

        private int next() {
            if (at >= end) {
                throw MediaFormatException.malformed(WHAT + ", descriptor", "its end", "more");
            }
            return data[at++] & 0xFF;
        }
    }

    @Override
    boolean begins(byte[] data, int offset, int length) {
        int flags = data[offset];
        if ((flags & 0x08) == 0) {
            return false;
        }
        int layers = offset + 1 + ((flags & 0x80) == 0 ? 0 : length > 1 && data[offset + 1] < 0 ? 2 : 1);
        return (flags & 0x20) == 0 || layers < offset + length && (data[layers] >> 1 & 7) == 0; // the lowest spatial layer
    }

    @Override
    void complete() {
        int size = buffer.size();
        if (frames < 2 || hasIndex(size)) {
            return;
        }
        int marker = 0xC0 | 3 << 3 | frames - 1; // sizes of four bytes
        starts[frames] = size;
        buffer.append(marker);
        for (int i = 0; i < frames; i++) {
            int bytes = starts[i + 1] - starts[i];
            buffer.append(bytes, bytes >> 8, bytes >> 16, bytes >> 24);
        }
        buffer.append(marker);
    }

    /** Annex B.2: the marker stands on both sides of the index. */
    private boolean hasIndex(int size) {
        int marker = buffer.at(size - 1);
        int length = 2 + ((marker >> 3 & 3) + 1) * ((marker & 7) + 1);
        return (marker & 0xE0) == 0xC0 && length <= size && buffer.at(size - length) == marker;
    }

    @Override
    boolean isWhole() {
        return true;
    }

    @Override
    void clear() {
        super.clear();
        frames = 0;
    }
}
