package arcly.media.h264;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;

/**
 * The head of a picture parameter set (H.264, 7.3.2.2): which sequence it belongs to. The rest matters to decoders only.
 * Immutable.
 */
public final class PictureParameterSet {
    /** pic_parameter_set_id is 0 to 255 (7.4.2.2). */
    public static final int LARGEST_ID = 255;

    private static final String WHAT = "H.264 PPS";
    private static final int HEAD = 32; // bytes that hold two ue(v) codes and two flags, whatever was escaped in them

    private final int id;
    private final int spsId;
    private final boolean cabac;

    private PictureParameterSet(BitReader in) {
        id = in.golomb("pic_parameter_set_id", LARGEST_ID);
        spsId = in.golomb("seq_parameter_set_id", SequenceParameterSet.LARGEST_ID);
        cabac = in.flag("entropy_coding_mode_flag");
    }

    /**
     * Reads a PPS NAL unit, header byte first, with its emulation prevention.
     *
     * @throws MediaFormatException if it is no PPS or breaks the format
     */
    public static PictureParameterSet read(byte[] nal, int offset, int length) throws MediaFormatException {
        if (length < 2 || NalType.of(nal[offset]) != NalType.PPS) {
            throw MediaFormatException.malformed(WHAT, length == 0 ? "nothing" : "NAL unit type " + (nal[offset] & 0x1F),
                    "a NAL unit of type 8");
        }
        return new PictureParameterSet(
                new BitReader(WHAT, EmulationPrevention.remove(nal, offset + 1, Math.min(HEAD, length - 1))));
    }

    public static PictureParameterSet read(byte[] nal) {
        return read(nal, 0, nal.length);
    }

    /** 0 to {@link #LARGEST_ID}. */
    public int id() {
        return id;
    }

    /** The sequence parameter set that it goes with. */
    public int spsId() {
        return spsId;
    }

    public boolean isCabac() {
        return cabac;
    }
}
