package arcly.media.nal;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import java.util.Arrays;
import java.util.Set;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Brings one track of H.264, HEVC or VVC into arcly's canonical form: access units of 4-byte length-prefixed NAL units, without
 * parameter sets, access unit delimiters and filler, and a {@link Track} that holds the parameter sets.
 *
 * <p>Parameter sets are taken from the decoder configuration record and from the access units themselves. Other ones than before
 * make a new Track, which the frame that came with them carries already; the same ones again change nothing, not even the Track
 * object.
 *
 * <p>An input that throws leaves everything as it was before. Not thread-safe. Only arcly.media extends it.
 */
@ProviderType
public abstract class AccessUnitAssembler implements TrackAssembler {
    /**
     * Bytes of one access unit: the largest that a level of H.264 allows (6.2: 139,264 macroblocks of 384 bytes, compressed to
     * half at least); the highest levels of the others for pictures of 8K stay below.
     */
    public static final int MOST_BYTES = 32 * 1024 * 1024;

    private static final int CANONICAL_LENGTH_SIZE = 4;
    // SEI and the like that came without a picture, in canonical form; more than this is no SEI for one picture.
    private static final int MOST_HELD = 64 * 1024;
    private static final byte[] NOTHING = new byte[0];

    private final NalSyntax syntax;
    private final NalRanges nals;

    // what the stream has said so far
    private Track base;  // what does not come from parameter sets
    private Track track; // null until the parameter sets are complete
    private ParameterSets sets;
    private int spsInUse = -1;
    private ParameterSets setsOfTrack; // others may have come since, without a picture
    private int spsOfTrack = -1;
    private int lengthSize;
    private byte[] held = NOTHING;
    private boolean heldRecoveryPoint;

    // the access unit at hand
    private ParameterSets nextSets;
    private int firstSlice;
    private boolean key;
    private boolean recoveryPoint;
    private boolean referenced;
    private boolean leavesOut;
    private int keptBytes;

    /**
     * @param template id, language and properties of the tracks that come out; with a configuration it is the first of them
     * @param lengthSize bytes of a NAL unit's length until a configuration says otherwise: 1, 2 or 4
     */
    protected AccessUnitAssembler(NalSyntax syntax, Codec codec, Track template, int lengthSize) {
        if (!template.codec().equals(codec)) {
            throw new IllegalArgumentException(template + "; allowed is " + codec);
        }
        if (lengthSize != 1 && lengthSize != 2 && lengthSize != 4) {
            throw new IllegalArgumentException("length size " + lengthSize + "; allowed are 1, 2, 4");
        }
        this.syntax = syntax;
        this.nals = new NalRanges(syntax.name());
        this.sets = new ParameterSets(syntax);
        this.lengthSize = lengthSize;
        if (template.configuration().isEmpty()) {
            base = template;
            return;
        }
        byte[] record = template.configuration().toByteArray();
        NalConfiguration configuration = syntax.configuration(record, 0, record.length);
        sets = setsOf(configuration);
        spsInUse = configuration.spsInUse();
        base = without(syntax.track(sets, spsInUse, Track.of(template.id(), template.codec()).build()), template);
        track = template;
        setsOfTrack = sets;
        spsOfTrack = spsInUse;
    }

    /** The track as of the last input; null until the parameter sets are complete. */
    @Override
    public final Track track() {
        return track;
    }

    /** Bytes of a NAL unit's length in {@link #lengthPrefixed}, as the last configuration had it. */
    @Override
    public final int lengthSize() {
        return lengthSize;
    }

    @Override
    public final boolean describe(Track template) {
        Track before = track;
        base = copy(template, Set.of()).frameRate(template.frameRate()).build();
        if (track != null) {
            makeTrack(setsOfTrack, spsOfTrack);
        }
        return track != before;
    }

    /**
     * Takes the parameter sets and the length size of a decoder configuration record; they replace all that came before. One
     * without any parameter sets only sets the length size, one of no bytes nothing.
     *
     * @return true if {@link #track()} is another one now
     * @throws MediaFormatException if it breaks the format
     */
    @Override
    public final boolean configure(byte[] data, int offset, int length) throws MediaFormatException {
        if (length == 0) {
            return false;
        }
        NalConfiguration configuration = syntax.configuration(data, offset, length);
        if (configuration.isEmpty()) {
            lengthSize = configuration.lengthSize();
            return false;
        }
        ParameterSets next = setsOf(configuration);
        Track before = track;
        if (next.isComplete()) {
            makeTrack(next, configuration.spsInUse());
        }
        sets = next;
        spsInUse = configuration.spsInUse();
        lengthSize = configuration.lengthSize();
        return track != before;
    }

    private ParameterSets setsOf(NalConfiguration configuration) {
        ParameterSets from = new ParameterSets(syntax);
        configuration.forEach(from::put);
        return from;
    }

    @Override
    public final void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        Frame.Builder frame = lengthPrefixed(data, offset, length);
        if (frame != null) {
            frames.accept(frame.dts(dts).pts(pts).build());
        }
    }

    /**
     * One access unit of length-prefixed NAL units. The array is given away: if its part is canonical already, it becomes the
     * frame's payload without a copy.
     *
     * @return the frame, to which its times are missing; null if there is no picture in the input (what is not a parameter set is
     *     then put before the next picture) or if the parameter sets are not complete yet
     * @throws MediaFormatException if it breaks the format
     */
    public final Frame.Builder lengthPrefixed(byte[] data, int offset, int length) throws MediaFormatException {
        checkSize(length);
        nals.scanLengthPrefixed(data, offset, length, lengthSize);
        return assemble(data, lengthSize == CANONICAL_LENGTH_SIZE ? offset : -1, length);
    }

    /**
     * One access unit of NAL units between start codes (annex B of each). The array is copied from.
     *
     * @return as {@link #lengthPrefixed}
     * @throws MediaFormatException if it breaks the format
     */
    public final Frame.Builder annexB(byte[] data, int offset, int length) throws MediaFormatException {
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
        boolean changed = nextSets != setsOfTrack || inUse != spsOfTrack;
        if (changed && nextSets.isComplete()) {
            makeTrack(nextSets, inUse);
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
        return Frame.of(track).payload(payload).key(key || recoveryPoint).discardable(!referenced)
                .layers(syntax.temporalLayer(data, nals.offset(firstSlice)), 0);
    }

    /** Looks at every NAL unit once; only what is of this access unit changes. */
    private void survey(byte[] data) {
        nextSets = sets;
        firstSlice = -1;
        key = false;
        recoveryPoint = heldRecoveryPoint;
        referenced = false;
        leavesOut = nals.sawEmpty();
        keptBytes = 0;
        for (int i = 0; i < nals.count(); i++) {
            int type = syntax.type(data, nals.offset(i), nals.length(i));
            NalKind kind = syntax.kind(type);
            if (kind == NalKind.PARAMETER_SET || kind == NalKind.LEFT_OUT) {
                leavesOut = true;
                if (kind == NalKind.PARAMETER_SET) {
                    learn(type, data, i);
                }
                continue;
            }
            keptBytes += CANONICAL_LENGTH_SIZE + nals.length(i);
            if (kind == NalKind.SLICE) {
                firstSlice = firstSlice < 0 ? i : firstSlice;
                key |= syntax.isKey(type);
                referenced |= syntax.isReferenced(data, nals.offset(i));
            } else if (kind == NalKind.SEI && !recoveryPoint) {
                recoveryPoint = syntax.isRecoveryPoint(data, nals.offset(i), nals.length(i));
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

    /** Which SPS the picture uses. It can change with a key frame only, and of one there is no choice. */
    private int spsOfPicture(byte[] data) {
        int known = nextSets.hasSps(spsInUse) ? spsInUse : nextSets.isComplete() ? nextSets.firstSps() : -1;
        if (!nextSets.hasSeveralSps() || known == spsInUse && !key) {
            return known;
        }
        return syntax.spsOf(data, nals.offset(firstSlice), nals.length(firstSlice), nextSets, known);
    }

    /** Keeps what came without a picture, so that it stands before the next one. */
    private void hold(byte[] data) {
        if (keptBytes == 0) {
            return;
        }
        if (held.length + keptBytes > MOST_HELD) {
            throw MediaFormatException.malformed(syntax.name() + " access unit",
                    held.length + keptBytes + " bytes without a picture", "up to " + MOST_HELD);
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
            NalKind kind = syntax.kind(syntax.type(data, offset, length));
            if (kind != NalKind.PARAMETER_SET && kind != NalKind.LEFT_OUT) {
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
    private void makeTrack(ParameterSets from, int inUse) {
        Track next = syntax.track(from, inUse, base);
        track = next.equals(track) ? track : next;
        setsOfTrack = from;
        spsOfTrack = inUse;
    }

    /** The track without what its parameter sets put into it. */
    private static Track without(Track ofSets, Track track) {
        return copy(track, ofSets.properties().keySet()).frameRate(ofSets.frameRate() > 0 ? 0 : track.frameRate()).build();
    }

    /** Language and properties but those. */
    private static Track.Builder copy(Track track, Set<TrackProperty<?>> but) {
        Track.Builder builder = Track.of(track.id(), track.codec()).language(track.language());
        track.properties().keySet().stream().filter(property -> !but.contains(property))
                .forEach(property -> copy(property, track, builder));
        return builder;
    }

    private static <T> void copy(TrackProperty<T> property, Track from, Track.Builder to) {
        from.property(property).ifPresent(value -> to.property(property, value));
    }

    private void checkSize(int length) {
        if (length > MOST_BYTES) {
            throw MediaFormatException.malformed(syntax.name() + " access unit", length + " bytes", "up to " + MOST_BYTES);
        }
    }
}
