package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;

/** Acknowledgement (RTMP 1.0, 5.4.3): bytes received so far, 32 bits without sign, wrapping. */
public record Acknowledgement(long bytesReceived) implements RtmpMessage {
    public static final int TYPE = 3;

    static Acknowledgement read(ByteBuf body) {
        RtmpMessage.need(body, 4, "Acknowledgement", "5.4.3");
        return new Acknowledgement(body.readUnsignedInt());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt((int) bytesReceived);
    }
}
