package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import arcly.media.nal.StartCodes;
import java.nio.ByteBuffer;

/**
 * Picture order counts (H.264, 8.2.1.1) of access units in decode order, and the reorder depth that follows from them for
 * sequences that do not announce it.
 *
 * <p>A count that leaps over another one says that a picture will come that is shown before: so the depth is known with the first
 * picture that runs ahead, not only with the one it was waited for by. Not thread-safe.
 */
public final class PictureOrder {
    /** {@link #next} when there is no picture order count: another type than 0, or a slice that cannot be read. */
    public static final long NONE = Long.MIN_VALUE;

    private static final int HEAD = 48;    // bytes that hold a slice header up to pic_order_cnt_lsb, whatever was escaped
    private static final int WINDOW = 32;  // counts that are looked back at; a decoder holds at most 16 pictures
    private static final int USUAL_STEP = 2; // 8.2.1: a frame counts as two fields

    private final SequenceParameterSet sps;
    private final boolean readable;

    // since the last IDR picture
    private final long[] counts = new long[WINDOW];
    private int seen;
    private int referenceMsb;
    private int referenceLsb;
    private long previous;
    private int before = -1; // depth before the guess that the last picture was the reason for; -1 if there was none

    // since the beginning
    private int step = USUAL_STEP;
    private int depth;

    /** Of pictures of that sequence. */
    public PictureOrder(SequenceParameterSet sps) {
        this.sps = sps;
        readable = sps.pocType() == 0 && sps.pocLsbBits() > 0;
    }

    /** The depth as of the last picture: announced, or else what the pictures so far have shown to be needed. */
    public int depth() {
        return sps.maxReorderFrames().orElse(Math.min(depth, sps.maxDpbFrames()));
    }

    /**
     * The picture order count of the next access unit, in canonical form, in decode order; {@link #NONE} if it has none that can
     * be read.
     */
    public long next(Payload accessUnit) {
        if (!readable) {
            return NONE;
        }
        try {
            return slice(accessUnit);
        } catch (MediaFormatException unreadable) {
            return NONE; // the decoder will see; here it only means that nothing is learnt
        }
    }

    /** What {@link #resume} needs to go on elsewhere. */
    public long[] state() {
        return new long[] {depth, step, referenceMsb, referenceLsb};
    }

    /** Goes on where another one of the same sequence stopped. @param state as {@link #state} gave it */
    public void resume(long[] state) {
        depth = (int) state[0];
        step = (int) state[1];
        referenceMsb = (int) state[2];
        referenceLsb = (int) state[3];
    }

    private long slice(Payload accessUnit) {
        ByteBuffer in = accessUnit.view();
        while (in.hasRemaining()) {
            int length = StartCodes.nextLength(in);
            byte header = in.get(in.position());
            if (NalType.isSlice(NalType.of(header)) && NalType.of(header) != NalType.PARTITION_B
                    && NalType.of(header) != NalType.PARTITION_C) {
                byte[] head = new byte[Math.min(HEAD, length - 1)];
                accessUnit.copyTo(in.position() + 1, head, 0, head.length);
                return count(header, EmulationPrevention.remove(head, 0, head.length));
            }
            in.position(in.position() + length);
        }
        return NONE;
    }

    private long count(byte nalHeader, byte[] slice) {
        boolean idr = NalType.of(nalHeader) == NalType.IDR_SLICE;
        BitReader in = new BitReader("H.264 slice header", slice);
        in.golomb("first_mb_in_slice", Integer.MAX_VALUE);
        in.golomb("slice_type", 9);
        in.golomb("pic_parameter_set_id", PictureParameterSet.LARGEST_ID);
        in.skip("colour_plane_id", sps.isSeparateColourPlanes() ? 2 : 0);
        in.skip("frame_num", sps.frameNumBits());
        if (!sps.isFrameMbsOnly() && in.flag("field_pic_flag")) {
            in.skip("bottom_field_flag", 1);
        }
        if (idr) {
            in.golomb("idr_pic_id", 65_535);
        }
        int lsb = in.unsigned("pic_order_cnt_lsb", sps.pocLsbBits());
        if (idr) {
            seen = 0;
            before = -1;
            referenceMsb = 0;
            referenceLsb = 0;
        }
        int msb = msb(lsb);
        if (NalType.referenceIdc(nalHeader) != 0) {
            referenceMsb = msb;
            referenceLsb = lsb;
        }
        long count = msb + lsb;
        learn(count);
        return count;
    }

    /** 8.2.1.1, formula 8-3. */
    private int msb(int lsb) {
        int range = 1 << sps.pocLsbBits();
        if (lsb < referenceLsb && referenceLsb - lsb >= range / 2) {
            return referenceMsb + range;
        }
        return lsb > referenceLsb && lsb - referenceLsb > range / 2 ? referenceMsb - range : referenceMsb;
    }

    private void learn(long count) {
        if (before >= 0 && count > previous) {
            depth = before; // what was waited for does not come: the encoder counts in larger steps, or pictures were lost
            step = (int) Math.min(WINDOW, count - previous);
        } else if (seen > 0 && count > previous && count - previous < step) {
            step = (int) (count - previous);
        }
        before = -1;
        int later = later(count);
        if (later > depth) {
            depth = later;
        } else if (seen > 0 && later + 1 > depth && !has(count - step) && !has(count - 1)) {
            before = depth;
            depth = later + 1;
        }
        counts[seen++ % WINDOW] = count;
        previous = count;
    }

    /** How many pictures so far are shown after this one. */
    private int later(long count) {
        int later = 0;
        for (int i = 0; i < Math.min(seen, WINDOW); i++) {
            later += counts[i] > count ? 1 : 0;
        }
        return Math.min(later, sps.maxDpbFrames());
    }

    private boolean has(long count) {
        for (int i = 0; i < Math.min(seen, WINDOW); i++) {
            if (counts[i] == count) {
                return true;
            }
        }
        return false;
    }
}
