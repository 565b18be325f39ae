package arcly.media.vvc;

import arcly.api.media.Track;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import arcly.media.nal.NalConfiguration;
import arcly.media.nal.NalKind;
import arcly.media.nal.NalSyntax;
import arcly.media.nal.ParameterSets;
import java.util.List;

/** What the assembler has to know of VVC. */
final class VvcSyntax implements NalSyntax {
    /** What belongs to another layer than the lowest: nothing that this assembler reads. */
    private static final int OTHER_LAYER = 32;
    private static final int HEAD = 8; // bytes that hold an id of 6 bits, whatever was escaped before it

    @Override
    public String name() {
        return "VVC";
    }

    @Override
    public int type(byte[] data, int offset, int length) {
        int type = VvcNalType.of(data, offset, length);
        return (data[offset] & 0x3F) == 0 ? type : OTHER_LAYER;
    }

    @Override
    public NalKind kind(int type) {
        return VvcNalType.isParameterSet(type) ? NalKind.PARAMETER_SET
                : type == VvcNalType.ACCESS_UNIT_DELIMITER || type == VvcNalType.FILLER ? NalKind.LEFT_OUT
                : VvcNalType.isSlice(type) ? NalKind.SLICE : NalKind.OTHER;
    }

    @Override
    public boolean isKey(int type) {
        return VvcNalType.isRandomAccess(type);
    }

    /** Only the picture header would tell: nothing is said to be free to drop. */
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
        return VvcNalType.SPS;
    }

    @Override
    public List<Integer> neededSets() {
        return List.of(VvcNalType.SPS, VvcNalType.PPS);
    }

    @Override
    public int parameterSetId(int type, byte[] nal) {
        if (type == VvcNalType.SPS) {
            return VvcSps.read(nal).id();
        }
        int header = VvcNalType.HEADER_LENGTH;
        BitReader in = new BitReader("VVC parameter set",
                EmulationPrevention.remove(nal, header, Math.max(0, Math.min(HEAD, nal.length - header))));
        return type == VvcNalType.PPS ? in.unsigned("pps_pic_parameter_set_id", 6) : in.unsigned("vps_video_parameter_set_id", 4);
    }

    /** Picture headers are not read: of several SPS the one stays in use that the configuration names first. */
    @Override
    public int spsOf(byte[] data, int offset, int length, ParameterSets sets, int otherwise) {
        return otherwise;
    }

    @Override
    public NalConfiguration configuration(byte[] data, int offset, int length) {
        VvcConfiguration vvcC = VvcConfiguration.read(data, offset, length);
        boolean empty = vvcC.vps().isEmpty() && vvcC.sps().isEmpty() && vvcC.pps().isEmpty();
        return new NalConfiguration(vvcC.lengthSize(), empty ? -1 : vvcC.sequenceParameterSet().id())
                .add(VvcNalType.VPS, vvcC.vps()).add(VvcNalType.SPS, vvcC.sps()).add(VvcNalType.PPS, vvcC.pps());
    }

    @Override
    public Track track(ParameterSets sets, int spsInUse, Track base) {
        VvcConfiguration vvcC = VvcConfiguration.of(4, sets.all(VvcNalType.VPS, spsInUse), sets.all(VvcNalType.SPS, spsInUse),
                sets.all(VvcNalType.PPS, spsInUse));
        VvcSps sps = vvcC.sequenceParameterSet();
        return base.toBuilder().configuration(vvcC.write()).size(sps.width(), sps.height()).build();
    }
}
