package arcly.media.hevc;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import arcly.media.nal.NalConfiguration;
import arcly.media.nal.NalKind;
import arcly.media.nal.NalSyntax;
import arcly.media.nal.ParameterSets;
import java.util.List;

/** What the assembler has to know of HEVC. */
final class HevcSyntax implements NalSyntax {
    /** What belongs to another layer than the base: nothing that this assembler reads. */
    private static final int OTHER_LAYER = 64;
    private static final int LARGEST_PPS_ID = 63; // 7.4.3.3.1
    private static final int HEAD = 32; // bytes that hold a few ue(v) codes, whatever was escaped in them

    @Override
    public String name() {
        return "HEVC";
    }

    @Override
    public int type(byte[] data, int offset, int length) {
        int type = HevcNalType.of(data[offset]);
        if (length < HevcNalType.HEADER_LENGTH) {
            throw MediaFormatException.malformed("HEVC NAL unit", length + " bytes", "2 bytes and more");
        }
        int layer = (data[offset] & 1) << 5 | data[offset + 1] >> 3 & 0x1F;
        return layer == 0 ? type : OTHER_LAYER;
    }

    @Override
    public NalKind kind(int type) {
        return HevcNalType.isParameterSet(type) ? NalKind.PARAMETER_SET
                : type == HevcNalType.ACCESS_UNIT_DELIMITER || type == HevcNalType.FILLER ? NalKind.LEFT_OUT
                : HevcNalType.isSlice(type) ? NalKind.SLICE : NalKind.OTHER;
    }

    @Override
    public boolean isKey(int type) {
        return HevcNalType.isRandomAccess(type);
    }

    /** Sub-layer non-reference pictures may still be needed by higher sub-layers: nothing is said to be free to drop. */
    @Override
    public boolean isReferenced(byte[] data, int offset) {
        return true;
    }

    /** nuh_temporal_id_plus1 is 1 to 7; 0 is forbidden, and taken for 1. */
    @Override
    public int temporalLayer(byte[] data, int offset) {
        return Math.max(0, (data[offset + 1] & 7) - 1);
    }

    @Override
    public int spsType() {
        return HevcNalType.SPS;
    }

    @Override
    public List<Integer> neededSets() {
        return List.of(HevcNalType.VPS, HevcNalType.SPS, HevcNalType.PPS);
    }

    @Override
    public int parameterSetId(int type, byte[] nal) {
        return switch (type) {
            case HevcNalType.SPS -> HevcSps.read(nal).id();
            case HevcNalType.PPS -> pps(nal)[0];
            case HevcNalType.VPS -> head("HEVC VPS", nal, 0, nal.length).unsigned("vps_video_parameter_set_id", 4);
            default -> head("HEVC SEI", nal, 0, nal.length).unsigned("payloadType", 8);
        };
    }

    /** Its id and that of its SPS (7.3.2.3.1). */
    private static int[] pps(byte[] nal) {
        BitReader in = head("HEVC PPS", nal, 0, nal.length);
        return new int[] {in.golomb("pps_pic_parameter_set_id", LARGEST_PPS_ID),
            in.golomb("pps_seq_parameter_set_id", HevcSps.LARGEST_ID)};
    }

    /** slice_segment_header() (7.3.6.1), its first fields. */
    @Override
    public int spsOf(byte[] data, int offset, int length, ParameterSets sets, int otherwise) {
        BitReader in = head("HEVC slice", data, offset, length);
        in.skip("first_slice_segment_in_pic_flag", 1);
        in.skip("no_output_of_prior_pics_flag", HevcNalType.isRandomAccess(HevcNalType.of(data[offset])) ? 1 : 0);
        Payload pps = sets.get(HevcNalType.PPS, in.golomb("slice_pic_parameter_set_id", LARGEST_PPS_ID));
        int id = pps == null ? otherwise : pps(pps.toByteArray())[1];
        return sets.hasSps(id) ? id : otherwise;
    }

    private static BitReader head(String what, byte[] nal, int offset, int length) {
        int header = HevcNalType.HEADER_LENGTH;
        return new BitReader(what,
                EmulationPrevention.remove(nal, offset + header, Math.max(0, Math.min(HEAD, length - header))));
    }

    @Override
    public NalConfiguration configuration(byte[] data, int offset, int length) {
        HevcConfiguration hvcC = HevcConfiguration.read(data, offset, length);
        boolean empty = hvcC.vps().isEmpty() && hvcC.sps().isEmpty() && hvcC.pps().isEmpty();
        return new NalConfiguration(hvcC.lengthSize(), empty ? -1 : hvcC.sequenceParameterSet().id())
                .add(HevcNalType.VPS, hvcC.vps()).add(HevcNalType.SPS, hvcC.sps()).add(HevcNalType.PPS, hvcC.pps())
                .add(HevcNalType.PREFIX_SEI, empty ? List.of() : hvcC.sei());
    }

    @Override
    public Track track(ParameterSets sets, int spsInUse, Track base) {
        HevcConfiguration hvcC = HevcConfiguration.of(4, sets.all(HevcNalType.VPS, spsInUse),
                sets.all(HevcNalType.SPS, spsInUse), sets.all(HevcNalType.PPS, spsInUse),
                sets.all(HevcNalType.PREFIX_SEI, spsInUse));
        HevcSps sps = hvcC.sequenceParameterSet();
        Track.Builder builder = base.toBuilder().configuration(hvcC.write()).size(sps.width(), sps.height())
                .property(TrackProperty.REORDER_DEPTH, sps.reorderDepth());
        if (sps.frameRate() > 0) {
            builder.frameRate(sps.frameRate());
        }
        if (sps.signal() != null) {
            sps.signal().describe(builder);
        }
        return builder.build();
    }
}
