package arcly.media.rtp.payload;

import arcly.api.media.Payload;
import arcly.media.hevc.HevcConfiguration;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** H.265 (RFC 7798, 4.4): single NAL units, aggregation packets and fragmentation units, without DONL. */
final class H265Packetiser extends NalPacketiser {
    private static final int TYPE = 0x7E00; // of the 16 bits of a NAL unit's header: F 1, type 6, layer 6, TID 3
    private static final int LAYER = 0x01F8;
    private static final int TEMPORAL_ID = 0x0007;

    H265Packetiser(PieceRules rules) {
        super(rules);
    }

    @Override
    List<Payload> parameterSets(Payload configuration) {
        HevcConfiguration hvcC = HevcConfiguration.read(configuration);
        List<Payload> sets = new ArrayList<>(hvcC.vps());
        sets.addAll(hvcC.sps());
        sets.addAll(hvcC.pps());
        return sets;
    }

    @Override
    boolean isCutting() {
        return true;
    }

    @Override
    int headerLength() {
        return H265Depacketiser.HEADER_LENGTH;
    }

    /** 4.4.2: the lowest layer and temporal id of all. */
    @Override
    void writeAggregateHeader(List<ByteBuffer> nals, ByteBuf out) {
        int layer = LAYER;
        int temporalId = TEMPORAL_ID;
        for (ByteBuffer nal : nals) {
            layer = Math.min(layer, nal.getShort(0) & LAYER);
            temporalId = Math.min(temporalId, nal.getShort(0) & TEMPORAL_ID);
        }
        out.writeShort(H265Depacketiser.AP << 9 | layer | temporalId);
    }

    @Override
    void writeFragmentHeader(ByteBuffer nal, boolean first, boolean last, ByteBuf out) {
        out.writeShort(nal.getShort(0) & ~TYPE | H265Depacketiser.FU << 9);
        out.writeByte((first ? H265Depacketiser.START : 0) | (last ? H265Depacketiser.END : 0)
                | H265Depacketiser.type(nal.get(0)));
    }
}
