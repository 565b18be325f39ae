package arcly.rtmp.amf;

import arcly.rtmp.RtmpException;

/**
 * What one message may hold.
 *
 * @param depth how deep objects and arrays may lie in each other
 * @param values how many values, property names not counted
 */
public record AmfLimits(int depth, int values) {
    /** Real messages stay below a depth of 4 and some dozens of values; onMetaData with cue points may have thousands. */
    public static final AmfLimits DEFAULT = new AmfLimits(16, 16_384);

    /** A few bytes can refer to much, and that to more again: what all references stand for together is bounded. */
    private static final int REFERRED_BYTES = 1 << 20;

    public AmfLimits {
        if (depth < 1 || values < 1) {
            throw new IllegalArgumentException("AMF limits of depth " + depth + " and " + values
                    + " values; 1 or more are allowed");
        }
    }

    /** What is left of the limits while one message is read; shared by AMF0 and the AMF3 inside it. */
    static final class Budget {
        private final AmfLimits limits;
        private int depth;
        private int values;
        private long referred;

        Budget(AmfLimits limits) {
            this.limits = limits;
        }

        void value(String format, int offset) {
            values(1, format, offset);
        }

        void values(int count, String format, int offset) {
            if (count > limits.values - values) {
                throw new RtmpException(format + " at byte " + offset + ": more than " + limits.values
                        + " values in one message");
            }
            values += count;
        }

        /** The place {@code offset} would have if every reference up to it were written out. */
        long written(int offset) {
            return offset + referred;
        }

        /** Takes note of a reference to what takes {@code bytes} when it is written out. */
        void refer(long bytes, String format, int offset) {
            referred += bytes;
            if (referred > REFERRED_BYTES) {
                throw new RtmpException(format + " at byte " + offset + ": references stand for more than " + REFERRED_BYTES
                        + " bytes");
            }
        }

        void enter(String format, int offset) {
            if (++depth > limits.depth) {
                throw new RtmpException(format + " at byte " + offset + ": nested deeper than " + limits.depth);
            }
        }

        void leave() {
            depth--;
        }
    }
}
