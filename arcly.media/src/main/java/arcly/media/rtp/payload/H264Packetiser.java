package arcly.media.rtp.payload;

import arcly.api.media.Payload;
import arcly.media.h264.AvcConfiguration;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** H.264 (RFC 6184): single NAL units, STAP-A and FU-A in mode 1; in mode 0 single NAL units, however large. */
final class H264Packetiser extends NalPacketiser {
    private static final int REFERENCE_IDC = 0x60;

    private final boolean cutting;

    H264Packetiser(PieceRules rules, boolean cutting) {
        super(rules);
        this.cutting = cutting;
    }

    @Override
    List<Payload> parameterSets(Payload configuration) {
        AvcConfiguration avcC = AvcConfiguration.read(configuration);
        List<Payload> sets = new ArrayList<>(avcC.sps());
        sets.addAll(avcC.spsExtensions());
        sets.addAll(avcC.pps());
        return sets;
    }

    @Override
    boolean isCutting() {
        return cutting;
    }

    @Override
    int headerLength() {
        return 1;
    }

    /** 5.7.1: the highest nal_ref_idc of all. */
    @Override
    void writeAggregateHeader(List<ByteBuffer> nals, ByteBuf out) {
        int reference = 0;
        for (ByteBuffer nal : nals) {
            reference = Math.max(reference, nal.get(0) & REFERENCE_IDC);
        }
        out.writeByte(reference | H264Depacketiser.STAP_A);
    }

    @Override
    void writeFragmentHeader(ByteBuffer nal, boolean first, boolean last, ByteBuf out) {
        out.writeByte(nal.get(0) & REFERENCE_IDC | H264Depacketiser.FU_A);
        out.writeByte((first ? H264Depacketiser.START : 0) | (last ? H264Depacketiser.END : 0) | nal.get(0) & 0x1F);
    }
}
