package arcly.media.h264;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import java.util.Arrays;
import java.util.Set;

/**
 * Brings one H.264 track into arcly's canonical form: access units of 4-byte length-prefixed NAL units, without parameter sets,
 * access unit delimiters and filler, and a {@link Track} that holds the parameter sets.
 *
 * <p>Parameter sets are taken from avcC and from the access units themselves. Other ones than before make a new Track, which the
 * frame that came with them carries already; the same ones again change nothing, not even the Track object. A key frame is one
 * with an IDR picture or a recovery point SEI (D.1.8), at which a decoder can start too.
 *
 * <p>An input that throws leaves everything as it was before. Not thread-safe.
 */
public final class H264Assembler {
    /**
     * Bytes of one access unit: the largest that a level allows (6.2: 139,264 macroblocks of 384 bytes, compressed to half at
     * least).
     */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int CANONICAL_LENGTH_SIZE = 4;
    // SEI and the like that came without a picture, in canonical form; more than this is no SEI for one picture.
    private static final int MOST_HELD = 64 * 1024;
    private static final Set<TrackProperty<?>> OF_PARAMETER_SETS = Set.of(TrackProperty.REORDER_DEPTH,
            TrackProperty.COLOUR_PRIMARIES, TrackProperty.COLOUR_TRANSFER, TrackProperty.COLOUR_MATRIX,
            TrackProperty.COLOUR_FULL_RANGE);
    private static final byte[] NOTHING = new byte[0];

    private final Track base; // what does not come from parameter sets
    private final NalRanges nals = new NalRanges();

    // what the stream has said so far
    private Track track; // null until the parameter sets are complete
    private ParameterSets sets = new ParameterSets();
    private int spsInUse = -1;
    private int lengthSize;
    private byte[] held = NOTHING;
    private boolean heldRecoveryPoint;

    // the access unit at hand
    private ParameterSets nextSets;
    private int firstSlice;
    private boolean idr;
    private boolean recoveryPoint;
    private boolean referenced;
    private boolean leavesOut;
    private int keptBytes;

    /**
     * @param template id, language and properties of the tracks that come out; with a configuration it is the first of them, as
     *     when an assembler goes on where another one stopped
     * @param lengthSize bytes of a NAL unit's length in {@link #lengthPrefixed} until an avcC says otherwise: 1, 2 or 4
     */
    public H264Assembler(Track template, int lengthSize) {
        if (!template.codec().equals(Codec.H264)) {
            throw new IllegalArgumentException(template + "; allowed is " + Codec.H264);
        }
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException("length size " + lengthSize + "; allowed are 1, 2, 4");
        }
        this.lengthSize = lengthSize;
        if (template.configuration().isEmpty()) {
            base = template;
            return;
        }
        AvcConfiguration configuration = AvcConfiguration.read(template.configuration());
        SequenceParameterSet sps = configuration.sequenceParameterSet();
        base = without(sps, template);
        sets = ParameterSets.of(configuration);
        spsInUse = sps.id();
        track = template;
    }

    /** One for 4-byte lengths, which nearly all publishers use. */
    public H264Assembler(Track template) {
        this(template, CANONICAL_LENGTH_SIZE);
    }

    /** The track as of the last input; null until the parameter sets are complete. */
    public Track track() {
        return track;
    }

    /** Bytes of a NAL unit's length in {@link #lengthPrefixed}, as the last avcC had it. */
    public int lengthSize() {
        return lengthSize;
    }

    /**
     * Takes the parameter sets and the length size of an avcC; they replace all that came before. One without any parameter sets
     * only sets the length size.
     *
     * @return true if {@link #track()} is another one now
     * @throws MediaFormatException if it breaks the format
     */
    public boolean configure(byte[] avcC, int offset, int length) throws MediaFormatException {
        AvcConfiguration configuration = AvcConfiguration.read(avcC, offset, length);
        if (configuration.sps().isEmpty() && configuration.pps().isEmpty()) {
            lengthSize = configuration.lengthSize();
            return false;
        }
        ParameterSets next = ParameterSets.of(configuration);
        int inUse = configuration.sequenceParameterSet().id();
        Track before = track;
        if (next.isComplete()) {
            track = trackOf(next, inUse);
        }
        sets = next;
        spsInUse = inUse;
        lengthSize = configuration.lengthSize();
        return track != before;
    }

    /**
     * One access unit of length-prefixed NAL units. The array is given away: if its part is canonical already, it becomes the
     * frame's payload without a copy.
     *
     * @return the frame, to which its times are missing; null if there is no picture in the input (what is not a parameter set is
     *     then put before the next picture) or if the parameter sets are not complete yet
     * @throws MediaFormatException if it breaks the format
     */
    public Frame.Builder lengthPrefixed(byte[] data, int offset, int length) throws MediaFormatException {
        checkSize(length);
        nals.scanLengthPrefixed(data, offset, length, lengthSize);
        return assemble(data, lengthSize == CANONICAL_LENGTH_SIZE ? offset : -1, length);
    }

    /**
     * One access unit of NAL units between start codes (H.264, annex B). The array is copied from.
     *
     * @return as {@link #lengthPrefixed}
     * @throws MediaFormatException if it breaks the format
     */
    public Frame.Builder annexB(byte[] data, int offset, int length) throws MediaFormatException {
        checkSize(length);
        nals.scanAnnexB(data, offset, length);
        return assemble(data, -1, length);
    }

    /** @param canonicalAt where the input begins if it has 4-byte lengths; otherwise -1 */
    private Frame.Builder assemble(byte[] data, int canonicalAt, int length) {
        survey(data);
        if (firstSlice < 0) {
            hold(data);
            sets = nextSets;
            return null;
        }
        int inUse = spsOfPicture(data);
        boolean changed = nextSets != sets || inUse != spsInUse;
        if (changed || track == null) {
            track = nextSets.isComplete() ? trackOf(nextSets, inUse) : track;
        }
        sets = nextSets;
        spsInUse = inUse;
        if (track == null) {
            release();
            return null;
        }
        boolean asItIs = canonicalAt >= 0 && !leavesOut && held.length == 0;
        Payload payload = asItIs ? Payload.wrap(data, canonicalAt, length) : Payload.wrap(gather(data));
        release();
        return Frame.of(track).payload(payload).key(idr || recoveryPoint).discardable(!referenced);
    }

    /** Looks at every NAL unit once; only what is of this access unit changes. */
    private void survey(byte[] data) {
        nextSets = sets;
        firstSlice = -1;
        idr = false;
        recoveryPoint = heldRecoveryPoint;
        referenced = false;
        leavesOut = nals.sawEmpty();
        keptBytes = 0;
        for (int i = 0; i < nals.count(); i++) {
            byte header = data[nals.offset(i)];
            int type = NalType.of(header);
            if (NalType.isLeftOut(type)) {
                leavesOut = true;
                if (NalType.isParameterSet(type)) {
                    learn(type, data, i);
                }
                continue;
            }
            keptBytes += CANONICAL_LENGTH_SIZE + nals.length(i);
            if (NalType.isSlice(type)) {
                firstSlice = firstSlice < 0 ? i : firstSlice;
                idr |= type == NalType.IDR_SLICE;
                referenced |= NalType.referenceIdc(header) != 0;
            } else if (type == NalType.SEI && !recoveryPoint) {
                recoveryPoint = hasRecoveryPoint(data, nals.offset(i), nals.length(i));
            }
        }
    }

    private void learn(int type, byte[] data, int nal) {
        Payload set = Payload.wrap(data, nals.offset(nal), nals.length(nal));
        if (nextSets.contains(type, set)) {
            return;
        }
        if (nextSets == sets) {
            nextSets = sets.copy();
        }
        nextSets.put(type, Payload.wrap(set.toByteArray())); // a copy: the set outlives the access unit
    }

    /** A SEI that cannot be read marks nothing; decoders pass over it too. */
    private static boolean hasRecoveryPoint(byte[] data, int offset, int length) {
        if (length < 2) {
            return false;
        }
        try {
            return SeiMessage.read(data, offset, length).stream().anyMatch(m -> m.recoveryFrameCount().isPresent());
        } catch (MediaFormatException unreadable) {
            return false;
        }
    }

    /** Which SPS the picture uses. It can change with an IDR picture only, and of one there is no choice. */
    private int spsOfPicture(byte[] data) {
        int known = nextSets.hasSps(spsInUse) ? spsInUse : nextSets.isComplete() ? nextSets.firstSps() : -1;
        if (!nextSets.hasSeveralSps() || known == spsInUse && !idr) {
            return known;
        }
        SliceHeader slice = SliceHeader.read(data, nals.offset(firstSlice), nals.length(firstSlice));
        return nextSets.spsOf(slice.ppsId(), known);
    }

    /** Keeps what came without a picture, so that it stands before the next one. */
    private void hold(byte[] data) {
        if (keptBytes == 0) {
            return;
        }
        if (held.length + keptBytes > MOST_HELD) {
            throw MediaFormatException.malformed("H.264 access unit", held.length + keptBytes + " bytes without a picture",
                    "up to " + MOST_HELD);
        }
        held = gather(data);
        heldRecoveryPoint = recoveryPoint;
    }

    private void release() {
        held = NOTHING;
        heldRecoveryPoint = false;
    }

    /** What was held and what is kept, in canonical form. */
    private byte[] gather(byte[] data) {
        byte[] canonical = Arrays.copyOf(held, held.length + keptBytes);
        int at = held.length;
        for (int i = 0; i < nals.count(); i++) {
            int offset = nals.offset(i);
            int length = nals.length(i);
            if (!NalType.isLeftOut(NalType.of(data[offset]))) {
                canonical[at] = (byte) (length >> 24);
                canonical[at + 1] = (byte) (length >> 16);
                canonical[at + 2] = (byte) (length >> 8);
                canonical[at + 3] = (byte) length;
                System.arraycopy(data, offset, canonical, at + CANONICAL_LENGTH_SIZE, length);
                at += CANONICAL_LENGTH_SIZE + length;
            }
        }
        return canonical;
    }

    /** The track of these sets; the same object if it is equal. */
    private Track trackOf(ParameterSets from, int inUse) {
        AvcConfiguration configuration = from.configuration(inUse);
        SequenceParameterSet sps = configuration.sequenceParameterSet();
        Track.Builder builder = base.toBuilder().configuration(configuration.write()).size(sps.width(), sps.height());
        if (sps.frameRate() > 0) {
            builder.frameRate(sps.frameRate());
        }
        sps.maxReorderFrames().ifPresent(depth -> builder.property(TrackProperty.REORDER_DEPTH, depth));
        sps.usability().filter(VideoUsability::isVideoSignalTypePresent).ifPresent(vui -> builder
                .property(TrackProperty.COLOUR_PRIMARIES, vui.colourPrimaries())
                .property(TrackProperty.COLOUR_TRANSFER, vui.transferCharacteristics())
                .property(TrackProperty.COLOUR_MATRIX, vui.matrixCoefficients())
                .property(TrackProperty.COLOUR_FULL_RANGE, vui.isFullRange()));
        Track next = builder.build();
        return next.equals(track) ? track : next;
    }

    /** The track without what {@link #trackOf} put into it. */
    private static Track without(SequenceParameterSet sps, Track track) {
        Track.Builder builder = Track.of(track.id(), track.codec()).language(track.language());
        builder.frameRate(sps.frameRate() > 0 ? 0 : track.frameRate());
        track.properties().keySet().stream().filter(property -> !OF_PARAMETER_SETS.contains(property))
                .forEach(property -> copy(property, track, builder));
        return builder.build();
    }

    private static <T> void copy(TrackProperty<T> property, Track from, Track.Builder to) {
        from.property(property).ifPresent(value -> to.property(property, value));
    }

    private static void checkSize(int length) {
        if (length > MOST_BYTES) {
            throw MediaFormatException.malformed("H.264 access unit", length + " bytes", "up to " + MOST_BYTES);
        }
    }
}
