package arcly.media.srtp;

import java.util.Arrays;

/** Which of the last packets have come (RFC 3711, 3.3.2). */
final class ReplayWindow {
    private static final int SIZE = 1_024; // above the 64 of the RFC: a key frame of many datagrams may overtake audio by as much

    private final long[] bits = new long[SIZE / Long.SIZE];
    private long highest = -1;

    long highest() {
        return highest;
    }

    /** Whether a packet of that index has not come yet and is not too old to know. */
    boolean isNew(long index) {
        if (index > highest) {
            return true;
        }
        return highest - index < SIZE && (bits[word(index)] & bit(index)) == 0;
    }

    void add(long index) {
        if (index > highest) {
            if (index - highest >= SIZE) {
                Arrays.fill(bits, 0);
            } else {
                for (long passed = highest + 1; passed < index; passed++) {
                    bits[word(passed)] &= ~bit(passed);
                }
            }
            highest = index;
        }
        bits[word(index)] |= bit(index);
    }

    private static int word(long index) {
        return (int) (index % SIZE) / Long.SIZE;
    }

    private static long bit(long index) {
        return 1L << (index % Long.SIZE);
    }
}
