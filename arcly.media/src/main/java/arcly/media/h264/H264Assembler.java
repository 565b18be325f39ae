package arcly.media.h264;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.nal.NalAssembler;
import java.util.function.Consumer;

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
public final class H264Assembler implements TrackAssembler {
    /** Bytes of one access unit: the largest that a level allows. */
    public static final int MOST_BYTES = NalAssembler.MOST_BYTES;

    private static final H264Syntax SYNTAX = new H264Syntax();

    private final NalAssembler units;

    /**
     * @param template id, language and properties of the tracks that come out; with a configuration it is the first of them, as
     *     when an assembler goes on where another one stopped
     * @param lengthSize bytes of a NAL unit's length in {@link #lengthPrefixed} until an avcC says otherwise: 1, 2 or 4
     */
    public H264Assembler(Track template, int lengthSize) {
        if (!template.codec().equals(Codec.H264)) {
            throw new IllegalArgumentException(template + "; allowed is " + Codec.H264);
        }
        units = new NalAssembler(SYNTAX, template, lengthSize);
    }

    /** One for 4-byte lengths, which nearly all publishers use. */
    public H264Assembler(Track template) {
        this(template, 4);
    }

    /** The track as of the last input; null until the parameter sets are complete. */
    @Override
    public Track track() {
        return units.track();
    }

    /** Bytes of a NAL unit's length in {@link #lengthPrefixed}, as the last avcC had it. */
    @Override
    public int lengthSize() {
        return units.lengthSize();
    }

    /**
     * Takes the parameter sets and the length size of an avcC; they replace all that came before. One without any parameter sets
     * only sets the length size.
     *
     * @return true if {@link #track()} is another one now
     * @throws MediaFormatException if it breaks the format
     */
    @Override
    public boolean configure(byte[] avcC, int offset, int length) throws MediaFormatException {
        return units.configure(avcC, offset, length);
    }

    @Override
    public boolean describe(Track template) {
        return units.describe(template);
    }

    @Override
    public void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
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
    public Frame.Builder lengthPrefixed(byte[] data, int offset, int length) throws MediaFormatException {
        return units.lengthPrefixed(data, offset, length);
    }

    /**
     * One access unit of NAL units between start codes (H.264, annex B). The array is copied from.
     *
     * @return as {@link #lengthPrefixed}
     * @throws MediaFormatException if it breaks the format
     */
    public Frame.Builder annexB(byte[] data, int offset, int length) throws MediaFormatException {
        return units.annexB(data, offset, length);
    }
}
