package arcly.transport.fanout;

import arcly.api.media.Frame;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The wire bytes of one stream's newest frames in one form, found by the frame's number in the ring. A frame is put into wire
 * form by the first viewer that needs it, straight into the slab behind the one before, so that a run of frames goes out as
 * one slice.
 *
 * <p>Places are kept for {@code [floor, next)}. The floor only rises: whoever needs frames below it is served apart, so that a
 * straggler cannot push out what the others share.
 */
final class FrameCache {
    /** {@link #find}: not put into wire form yet. */
    static final int ABSENT = -1;
    /** {@link #encode}: not to be shared; it lies too far back, or is too large for the limit. */
    static final int APART = -2;

    private static final int FIRST_PLACES = 256;
    /** More frames than a minute of video and audio at 60 and 50 a second; a longer group of pictures is held in part. */
    private static final int MOST_PLACES = 8192;
    private static final int FIRST_SLAB = 64 << 10;
    private static final int SMALLEST_SLAB = 16 << 10;
    /** Payloads below this teach what is added to each frame, longer ones what is added to each byte. */
    private static final int SMALL_FRAME = 4096;
    private static final int LARGEST_SLAB = 512 << 10;
    /** Of the byte limit, so that one stream's slab or frame does not push out all the others. */
    private static final int LARGEST_SLAB_SHARE = 8;
    private static final int LARGEST_FRAME_SHARE = 4;
    /** A slab should hold several windows, for few borders, but not keep long what could go. */
    private static final long SLAB_FILLED_FAST_NANOS = 500_000_000L;
    private static final long SLAB_FILLED_SLOWLY_NANOS = 4_000_000_000L;
    /** Below this age nothing is let go: viewers whose sockets were full for a moment come back for it. */
    private static final long KEPT_NANOS = 2_000_000_000L;
    /** A joiner's audio begins up to a second before its key frame (StreamReader). */
    private static final long BEFORE_KEY_NANOS = 1_000_000_000L;

    private final SlabStore store;
    private final SafeForm form;
    private final FanOutFigures figures;
    private final long maxAge;
    private final ArrayDeque<Slab> slabs = new ArrayDeque<>();
    private Slab current;
    private final int largestSlab;
    private int slabBytes;
    /** How much longer than its payload a frame is on the wire: bytes, and 1/1024 of it. Learnt from frames that did not fit. */
    private long fixedOverhead = 256;
    private long overhead = 32;

    private Slab[] slabOf = new Slab[FIRST_PLACES];
    private int[] offsets = new int[FIRST_PLACES];
    private int[] lengths = new int[FIRST_PLACES];
    private long floor = -1;
    private long next;

    FrameCache(SlabStore store, SafeForm form, FanOutFigures figures, long maxAgeNanos) {
        this.store = store;
        this.form = form;
        this.figures = figures;
        this.maxAge = maxAgeNanos;
        this.largestSlab = (int) Math.min(LARGEST_SLAB, store.limit() / LARGEST_SLAB_SHARE);
        this.slabBytes = Math.min(FIRST_SLAB, largestSlab);
        Arrays.fill(lengths, ABSENT);
    }

    /** Frames from here on are shared; without this, from the first that is asked for. Only before the first. */
    void begin(long sequence) {
        floor = sequence;
        next = sequence;
    }

    /** The place of a frame, for {@link #slab}, {@link #offset} and {@link #length}; or {@link #ABSENT}. */
    int find(long sequence) {
        if (sequence < floor || sequence >= next) {
            return ABSENT;
        }
        int place = (int) sequence & lengths.length - 1;
        return lengths[place] == ABSENT ? ABSENT : place;
    }

    ByteBuf slab(int place) {
        return slabOf[place].bytes;
    }

    int offset(int place) {
        return offsets[place];
    }

    /** Zero if the form has no way to carry the frame; then there is no slab. */
    int length(int place) {
        return lengths[place];
    }

    /** Puts an absent frame into wire form and returns its place; or {@link #APART}. */
    int encode(Frame frame, long sequence, long now) {
        if (floor < 0) {
            begin(sequence);
        }
        long expected = expectedLength(frame);
        if (sequence < floor || expected > store.limit() / LARGEST_FRAME_SHARE) {
            return APART;
        }
        if (sequence >= next) {
            extendTo(sequence);
        }
        FanOutFigures.add(figures.sharedEncodes, 1);
        Slab slab = slabFor((int) expected, now);
        int offset = slab.bytes.writerIndex();
        if (!form.fits(frame, slab.bytes)) {
            offset = 0;
            slab = encodeApart(frame, now);
        }
        // making room may have raised the floor beyond this very frame
        return sequence < floor ? APART : place(sequence, slab, offset, now);
    }

    private int place(long sequence, Slab slab, int offset, long now) {
        int length = slab == null ? 0 : slab.bytes.writerIndex() - offset;
        int place = (int) sequence & lengths.length - 1;
        slabOf[place] = length == 0 ? null : slab;
        offsets[place] = offset;
        lengths[place] = length;
        if (length > 0) {
            slab.touched = now;
            slab.last = Math.max(slab.last, sequence);
        }
        return place;
    }

    /**
     * Lets go of what no joiner will ask for, and of what is too old in any case. {@code newestKey}: when the last key frame
     * came.
     */
    void age(long now, long newestKey) {
        for (Slab slab = slabs.peekFirst(); slab != null; slab = slabs.peekFirst()) {
            long age = now - slab.touched;
            boolean passed = age > KEPT_NANOS && newestKey - slab.touched > BEFORE_KEY_NANOS;
            if (!passed && age <= maxAge) {
                return;
            }
            dropOldest();
        }
    }

    void dropOldest() {
        Slab slab = slabs.pollFirst();
        if (slab == current) {
            current = null;
        }
        raiseFloor(Math.min(slab.last + 1, next));
        store.letGo(slab);
    }

    void release() {
        while (!slabs.isEmpty()) {
            dropOldest();
        }
    }

    private long expectedLength(Frame frame) {
        int size = frame.payload().size();
        return size + size * overhead / 1024 + fixedOverhead;
    }

    private Slab slabFor(int expected, long now) {
        if (current == null || current.bytes.writableBytes() < expected) {
            if (current != null) {
                adaptSlabs(now - current.opened);
            }
            current = null;
            Slab slab = store.take(this, expected > slabBytes / 2 ? expected + slabBytes : slabBytes, now);
            slabs.addLast(slab);
            current = slab;
        }
        return current;
    }

    private void adaptSlabs(long filledIn) {
        if (filledIn < SLAB_FILLED_FAST_NANOS) {
            slabBytes = Math.min(slabBytes * 2, largestSlab);
        } else if (filledIn > SLAB_FILLED_SLOWLY_NANOS) {
            slabBytes = Math.max(slabBytes / 2, Math.min(SMALLEST_SLAB, largestSlab));
        }
    }

    /**
     * A frame that is longer on the wire than expected: into a buffer that may grow, since no slice of it is out. Null if
     * empty.
     */
    private Slab encodeApart(Frame frame, long now) {
        int size = frame.payload().size();
        ByteBuf bytes = store.allocator().directBuffer(size + size / 4 + 1024);
        form.append(frame, bytes);
        if (!bytes.isReadable()) {
            bytes.release();
            return null;
        }
        long more = bytes.readableBytes() - size;
        if (size < SMALL_FRAME) {
            fixedOverhead = Math.max(fixedOverhead, Math.min(more, SMALLEST_SLAB));
        } else {
            overhead = Math.max(overhead, Math.min(more * 1024 / size + 1, 4096));
        }
        Slab slab = store.keep(bytes, this, now);
        slabs.addLast(slab);
        return slab;
    }

    private void extendTo(long sequence) {
        if (sequence - floor >= MOST_PLACES) {
            raiseFloor(sequence - MOST_PLACES / 2);
        }
        long needed = sequence - floor + 1;
        if (needed > lengths.length) {
            grow((int) Long.highestOneBit(needed - 1) << 1);
        }
        next = sequence + 1;
    }

    private void grow(int places) {
        Slab[] newSlabs = new Slab[places];
        int[] newOffsets = new int[places];
        int[] newLengths = new int[places];
        Arrays.fill(newLengths, ABSENT);
        for (long sequence = floor; sequence < next; sequence++) {
            int from = (int) sequence & lengths.length - 1;
            int to = (int) sequence & places - 1;
            newSlabs[to] = slabOf[from];
            newOffsets[to] = offsets[from];
            newLengths[to] = lengths[from];
        }
        slabOf = newSlabs;
        offsets = newOffsets;
        lengths = newLengths;
    }

    private void raiseFloor(long newFloor) {
        for (long sequence = floor; sequence < Math.min(newFloor, next); sequence++) {
            int place = (int) sequence & lengths.length - 1;
            slabOf[place] = null;
            lengths[place] = ABSENT;
        }
        floor = Math.max(floor, newFloor);
        next = Math.max(next, floor);
    }
}
