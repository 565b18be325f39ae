package arcly.media.hevc;

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
 * HEVCDecoderConfigurationRecord, "hvcC" (ISO/IEC 14496-15, 8.3.3.1): the parameter sets, and how many bytes a NAL unit's length
 * takes.
 *
 * <p>Parameter sets are NAL units, header first. Immutable; equal by value.
 */
public final class HevcConfiguration {
    /** Bytes of a whole record. */
    public static final int MOST_BYTES = ParameterSets.MOST_RECORD_BYTES;

    private static final String WHAT = "hvcC";
    private static final int VERSION = 1;
    private static final int HEAD = 23; // bytes before the arrays
    private static final int COMPLETE = 0x80; // no others in the stream, which "hvc1" promises
    private static final int MOST_OF_A_TYPE = 64; // ids of PPS are 0 to 63

    private final int lengthSize;
    private final List<Payload> vps;
    private final List<Payload> sps;
    private final List<Payload> pps;
    private final List<Payload> sei;

    private HevcConfiguration(int lengthSize, List<Payload> vps, List<Payload> sps, List<Payload> pps, List<Payload> sei) {
        this.lengthSize = lengthSize;
        this.vps = List.copyOf(vps);
        this.sps = List.copyOf(sps);
        this.pps = List.copyOf(pps);
        this.sei = List.copyOf(sei);
    }

    /**
     * A record of these parameter sets, of which the first SPS is the one that is said to be in use.
     *
     * @param lengthSize 1, 2 or 4
     * @param sei prefix SEI NAL units that hold for the whole stream
     */
    public static HevcConfiguration of(int lengthSize, List<Payload> vps, List<Payload> sps, List<Payload> pps,
            List<Payload> sei) {
        RecordArrays.checkLengthSize(WHAT, lengthSize);
        return new HevcConfiguration(lengthSize, vps, sps, pps, sei);
    }

    /**
     * Reads a record. All but the length size and the NAL units is a copy of what the SPS says, and not looked at. NAL units of
     * other layers and types are passed over.
     *
     * @throws MediaFormatException if it breaks the format
     */
    public static HevcConfiguration read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < HEAD || length > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", HEAD + " to " + MOST_BYTES);
        }
        ByteBuffer in = ByteBuffer.wrap(data, offset, length).slice();
        if ((in.get() & ~1) != 0) { // 0 was written before the standard was finished, in the same layout
            throw MediaFormatException.malformed(WHAT + ", configurationVersion", data[offset] & 0xFF, "0, 1");
        }
        int lengthSize = (in.get(HEAD - 2) & 3) + 1;
        RecordArrays.checkLengthSize(WHAT, lengthSize);
        int arrays = in.get(HEAD - 1) & 0xFF;
        in.position(HEAD);
        List<Payload> units = new ArrayList<>();
        for (int i = 0; i < arrays; i++) {
            if (in.remaining() < 3) {
                throw MediaFormatException.malformed(WHAT + ", array " + i + " of " + arrays, in.remaining() + " bytes",
                        "3 bytes");
            }
            in.get();
            RecordArrays.read(WHAT, in, in.getShort() & 0xFFFF, units);
        }
        return new HevcConfiguration(lengthSize, ofType(units, HevcNalType.VPS), ofType(units, HevcNalType.SPS),
                ofType(units, HevcNalType.PPS), ofType(units, HevcNalType.PREFIX_SEI));
    }

    public static HevcConfiguration read(Payload record) {
        return read(record.toByteArray(), 0, record.size());
    }

    /** A SEI takes an id as parameter sets do, its first message's type: at most 64 of each, as of them. */
    private static List<Payload> ofType(List<Payload> units, int type) {
        List<Payload> found = units.stream()
                .filter(nal -> nal.size() > HevcNalType.HEADER_LENGTH && HevcNalType.of(nal.byteAt(0)) == type).toList();
        if (found.size() > MOST_OF_A_TYPE) {
            throw MediaFormatException.malformed(WHAT + ", NAL units of type " + type, found.size(), "up to " + MOST_OF_A_TYPE);
        }
        return found;
    }

    /**
     * The record's bytes.
     *
     * @throws MediaFormatException if there is no SPS or the first cannot be read: profile and level are taken from it
     */
    public Payload write() throws MediaFormatException {
        HevcSps first = sequenceParameterSet();
        HevcProfile profile = first.profile();
        ByteBuffer head = ByteBuffer.allocate(HEAD);
        head.put((byte) VERSION).put((byte) (profile.space() << 6 | (profile.high() ? 0x20 : 0) | profile.idc()));
        head.putInt((int) profile.compatibility()).putShort((short) (profile.constraints() >> 32));
        head.putInt((int) profile.constraints()).put((byte) profile.level());
        head.putShort((short) 0xF000).put((byte) 0xFC); // segmentation and parallelism: not known
        head.put((byte) (0xFC | first.chromaFormat()));
        head.put((byte) (0xF8 | first.bitDepthLuma() - 8)).put((byte) (0xF8 | first.bitDepthChroma() - 8));
        head.putShort((short) 0); // average frame rate: not known
        head.put((byte) (first.maxSubLayers() << 3 | (first.isTemporalIdNested() ? 4 : 0) | lengthSize - 1));
        head.put((byte) (3 + (sei.isEmpty() ? 0 : 1)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.array());
        RecordArrays.write(out, COMPLETE | HevcNalType.VPS, vps);
        RecordArrays.write(out, COMPLETE | HevcNalType.SPS, sps);
        RecordArrays.write(out, COMPLETE | HevcNalType.PPS, pps);
        if (!sei.isEmpty()) {
            RecordArrays.write(out, HevcNalType.PREFIX_SEI, sei);
        }
        return Payload.wrap(out.toByteArray());
    }

    /** Bytes of the length before each NAL unit: 1, 2 or 4. */
    public int lengthSize() {
        return lengthSize;
    }

    /** VPS NAL units. */
    public List<Payload> vps() {
        return vps;
    }

    /** SPS NAL units, the one in use first. */
    public List<Payload> sps() {
        return sps;
    }

    /** PPS NAL units. */
    public List<Payload> pps() {
        return pps;
    }

    /** Prefix SEI NAL units that hold for the whole stream, such as light levels. */
    public List<Payload> sei() {
        return sei;
    }

    /**
     * The first SPS, read.
     *
     * @throws MediaFormatException if there is none or it breaks the format
     */
    public HevcSps sequenceParameterSet() throws MediaFormatException {
        if (sps.isEmpty()) {
            throw MediaFormatException.malformed(WHAT + ", SPS", 0, "1 and more");
        }
        return HevcSps.read(sps.get(0).toByteArray());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HevcConfiguration configuration && configuration.lengthSize == lengthSize
                && configuration.vps.equals(vps) && configuration.sps.equals(sps) && configuration.pps.equals(pps)
                && configuration.sei.equals(sei);
    }

    @Override
    public int hashCode() {
        return Objects.hash(lengthSize, vps, sps, pps, sei);
    }

    @Override
    public String toString() {
        return "hvcC of " + vps.size() + " VPS, " + sps.size() + " SPS and " + pps.size() + " PPS, length size " + lengthSize;
    }
}
