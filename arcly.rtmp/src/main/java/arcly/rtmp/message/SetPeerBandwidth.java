package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;

/**
 * Set Peer Bandwidth (RTMP 1.0, 5.4.5): how much the receiver may have sent without an acknowledgement.
 *
 * @param limit 0 hard, 1 soft, 2 dynamic; others are kept as they came
 */
public record SetPeerBandwidth(int bytes, int limit) implements RtmpMessage {
    public static final int TYPE = 6;
    public static final int DYNAMIC = 2;

    static SetPeerBandwidth read(ByteBuf body) {
        RtmpMessage.need(body, 5, "Set Peer Bandwidth", "5.4.5");
        return new SetPeerBandwidth(body.readInt(), body.readUnsignedByte());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(bytes).writeByte(limit);
    }
}
