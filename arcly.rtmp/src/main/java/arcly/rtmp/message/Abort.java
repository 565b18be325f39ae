package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;

/** Abort (RTMP 1.0, 5.4.2): the rest of the message begun on this chunk stream will not come. */
public record Abort(int chunkStream) implements RtmpMessage {
    public static final int TYPE = 2;

    public static Abort read(ByteBuf body) {
        RtmpMessage.need(body, 4, "Abort", "5.4.2");
        return new Abort(body.readInt());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(chunkStream);
    }
}
