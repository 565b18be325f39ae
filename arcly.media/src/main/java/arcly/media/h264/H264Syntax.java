package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.NalConfiguration;
import arcly.media.nal.NalKind;
import arcly.media.nal.NalSyntax;
import arcly.media.nal.ParameterSets;
import java.util.List;

/** What the assembler has to know of H.264. */
final class H264Syntax implements NalSyntax {

    @Override
    public String name() {
        return "H.264";
    }

    @Override
    public int type(byte[] data, int offset, int length) {
        return NalType.of(data[offset]);
    }

    @Override
    public NalKind kind(int type) {
        return NalType.isParameterSet(type) ? NalKind.PARAMETER_SET
                : NalType.isLeftOut(type) ? NalKind.LEFT_OUT
                : NalType.isSlice(type) ? NalKind.SLICE
                : type == NalType.SEI ? NalKind.SEI : NalKind.OTHER;
    }

    @Override
    public boolean isKey(int type) {
        return type == NalType.IDR_SLICE;
    }

    @Override
    public boolean isReferenced(byte[] data, int offset) {
        return NalType.referenceIdc(data[offset]) != 0;
    }

    /** A SEI that cannot be read marks nothing; decoders pass over it too. */
    @Override
    public boolean isRecoveryPoint(byte[] data, int offset, int length) {
        if (length < 2) {
            return false;
        }
        try {
            return SeiMessage.read(data, offset, length).stream().anyMatch(m -> m.recoveryFrameCount().isPresent());
        } catch (MediaFormatException unreadable) {
            return false;
        }
    }

    @Override
    public int spsType() {
        return NalType.SPS;
    }

    @Override
    public List<Integer> neededSets() {
        return List.of(NalType.SPS, NalType.PPS);
    }

    @Override
    public int parameterSetId(int type, byte[] nal) {
        return switch (type) {
            case NalType.SPS -> SequenceParameterSet.read(nal).id();
            case NalType.PPS -> PictureParameterSet.read(nal).id();
            default -> new BitReader("H.264 SPS extension", nal, 1, nal.length - 1)
                    .golomb("seq_parameter_set_id", SequenceParameterSet.LARGEST_ID);
        };
    }

    @Override
    public int spsOf(byte[] data, int offset, int length, ParameterSets sets, int otherwise) {
        Payload pps = sets.get(NalType.PPS, SliceHeader.read(data, offset, length).ppsId());
        int id = pps == null ? otherwise : PictureParameterSet.read(pps.toByteArray()).spsId();
        return sets.hasSps(id) ? id : otherwise;
    }

    @Override
    public NalConfiguration configuration(byte[] data, int offset, int length) {
        AvcConfiguration avcC = AvcConfiguration.read(data, offset, length);
        return new NalConfiguration(avcC.lengthSize(), avcC.sps().isEmpty() && avcC.pps().isEmpty() ? -1
                : avcC.sequenceParameterSet().id())
                .add(NalType.SPS, avcC.sps()).add(NalType.PPS, avcC.pps()).add(NalType.SPS_EXTENSION, avcC.spsExtensions());
    }

    @Override
    public Track track(ParameterSets sets, int spsInUse, Track base) {
        AvcConfiguration avcC = AvcConfiguration.of(4, sets.all(NalType.SPS, spsInUse), sets.all(NalType.PPS, spsInUse),
                sets.all(NalType.SPS_EXTENSION, spsInUse));
        SequenceParameterSet sps = avcC.sequenceParameterSet();
        Track.Builder builder = base.toBuilder().configuration(avcC.write()).size(sps.width(), sps.height());
        if (sps.frameRate() > 0) {
            builder.frameRate(sps.frameRate());
        }
        sps.maxReorderFrames().ifPresent(depth -> builder.property(TrackProperty.REORDER_DEPTH, depth));
        sps.usability().ifPresent(vui -> vui.signal().describe(builder));
        return builder.build();
    }
}
