package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.nal.ParameterSets;
import arcly.media.nal.RecordArrays;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * AVCDecoderConfigurationRecord, "avcC" (ISO/IEC 14496-15, 5.3.3): the parameter sets and how many bytes a NAL unit's length
 * takes.
 *
 * <p>The parameter sets are NAL units, header byte first. Immutable; equal by value.
 */
public final class AvcConfiguration {
    /** Bytes of a whole record: parameter sets seldom have 200 bytes together, and every joining viewer is sent them. */
    public static final int MOST_BYTES = ParameterSets.MOST_RECORD_BYTES;

    private static final String WHAT = "avcC";
    private static final int VERSION = 1;
    private static final int MOST_SPS = 31;  // 5 bits
    private static final int MOST_PPS = 255; // 8 bits

    private final int lengthSize;
    private final List<Payload> sps;
    private final List<Payload> pps;
    private final List<Payload> spsExtensions;

    private AvcConfiguration(int lengthSize, List<Payload> sps, List<Payload> pps, List<Payload> spsExtensions) {
        this.lengthSize = lengthSize;
        this.sps = List.copyOf(sps);
        this.pps = List.copyOf(pps);
        this.spsExtensions = List.copyOf(spsExtensions);
    }

    /**
     * A record of these parameter sets, of which the first SPS is the one that is said to be in use.
     *
     * @param lengthSize 1, 2 or 4
     * @throws MediaFormatException if there are more, or larger, parameter sets than a record holds
     */
    public static AvcConfiguration of(int lengthSize, List<Payload> sps, List<Payload> pps, List<Payload> spsExtensions)
            throws MediaFormatException {
        RecordArrays.checkLengthSize(WHAT, lengthSize);
        checkCount("numOfSequenceParameterSets", sps, MOST_SPS);
        checkCount("numOfPictureParameterSets", pps, MOST_PPS);
        checkCount("numOfSequenceParameterSetExt", spsExtensions, MOST_SPS);
        AvcConfiguration configuration = new AvcConfiguration(lengthSize, sps, pps, spsExtensions);
        int size = 7 + size(sps) + size(pps) + 4 + size(spsExtensions);
        if (size > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, size + " bytes", "up to " + MOST_BYTES);
        }
        return configuration;
    }

    /**
     * Reads a record. Reserved bits are not looked at, and the fields that came with the High profiles may be missing, as
     * encoders differ in both; it may hold no parameter sets at all, if they come in the stream.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static AvcConfiguration read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < 6 || length > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", "6 to " + MOST_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
        if (in.get() != VERSION) {
            throw MediaFormatException.malformed(WHAT + ", configurationVersion", data[offset] & 0xFF,
                    "1 (0 may be an Annex B start code, which does not belong here)");
        }
        in.position(4); // profile, compatibility and level: a copy of what the first SPS says
        int lengthSize = (in.get() & 3) + 1;
        RecordArrays.checkLengthSize(WHAT, lengthSize);
        List<Payload> sps = readSets(in, in.get() & 0x1F, NalType.SPS);
        List<Payload> pps = in.hasRemaining() ? readSets(in, in.get() & 0xFF, NalType.PPS) : List.of();
        List<Payload> extensions = List.of();
        if (in.remaining() >= 4) {
            in.position(in.position() + 3); // chroma format and bit depths: again a copy
            extensions = readSets(in, in.get() & 0xFF, NalType.SPS_EXTENSION);
        }
        return new AvcConfiguration(lengthSize, sps, pps, extensions);
    }

    public static AvcConfiguration read(Payload record) {
        return read(record.toByteArray(), 0, record.size());
    }

    private static List<Payload> readSets(ByteBuffer in, int count, int type) {
        List<Payload> sets = new ArrayList<>(count);
        RecordArrays.read(WHAT, in, count, sets);
        for (Payload set : sets) {
            if (NalType.of(set.byteAt(0)) != type) {
                throw MediaFormatException.malformed(WHAT + ", before byte " + in.position() + ", parameter set",
                        "NAL unit type " + NalType.of(set.byteAt(0)), "type " + type);
            }
        }
        return sets;
    }

    /**
     * The record's bytes.
     *
     * @throws MediaFormatException if there is no SPS or the first cannot be read: profile and level are taken from it
     */
    public Payload write() throws MediaFormatException {
        SequenceParameterSet first = sequenceParameterSet();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        out.write(first.profileIdc());
        out.write(first.constraints());
        out.write(first.levelIdc());
        out.write(0xFC | lengthSize - 1);
        out.write(0xE0 | sps.size());
        sps.forEach(set -> RecordArrays.writeUnit(out, set));
        out.write(pps.size());
        pps.forEach(set -> RecordArrays.writeUnit(out, set));
        if (hasExtension(first.profileIdc())) {
            out.write(0xFC | first.chromaFormat());
            out.write(0xF8 | first.bitDepthLuma() - 8);
            out.write(0xF8 | first.bitDepthChroma() - 8);
            out.write(spsExtensions.size());
            spsExtensions.forEach(set -> RecordArrays.writeUnit(out, set));
        }
        return Payload.wrap(out.toByteArray());
    }

    /** Baseline, Main and Extended have no chroma format and bit depth fields; all later profiles have. */
    private static boolean hasExtension(int profileIdc) {
        return profileIdc != 66 && profileIdc != 77 && profileIdc != 88;
    }

    private static void checkCount(String field, List<Payload> sets, int most) {
        if (sets.size() > most) {
            throw MediaFormatException.malformed(WHAT + ", " + field, sets.size(), "up to " + most);
        }
    }

    private static int size(List<Payload> sets) {
        return sets.stream().mapToInt(set -> 2 + set.size()).sum();
    }

    /** Bytes of the length before each NAL unit: 1, 2 or 4. */
    public int lengthSize() {
        return lengthSize;
    }

    /** SPS NAL units, the one in use first. */
    public List<Payload> sps() {
        return sps;
    }

    /** PPS NAL units. */
    public List<Payload> pps() {
        return pps;
    }

    /** SPS extension NAL units (auxiliary pictures); nearly always none. */
    public List<Payload> spsExtensions() {
        return spsExtensions;
    }

    /**
     * The first SPS, read.
     *
     * @throws MediaFormatException if there is none or it breaks the format
     */
    public SequenceParameterSet sequenceParameterSet() throws MediaFormatException {
        if (sps.isEmpty()) {
            throw MediaFormatException.malformed(WHAT + ", numOfSequenceParameterSets", 0, "1 to " + MOST_SPS);
        }
        return SequenceParameterSet.read(sps.get(0).toByteArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof AvcConfiguration configuration && configuration.lengthSize == lengthSize
                && configuration.sps.equals(sps) && configuration.pps.equals(pps)
                && configuration.spsExtensions.equals(spsExtensions);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lengthSize, sps, pps, spsExtensions);
    }

    @Override
    public String toString() {
        return "avcC of " + sps.size() + " SPS and " + pps.size() + " PPS, length size " + lengthSize;
    }
}
