package arcly.rtmp.message;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;

/** Set Chunk Size (RTMP 1.0, 5.4.1): the largest chunk body the sender will use from here on. */
public record SetChunkSize(int bytes) implements RtmpMessage {
    public static final int TYPE = 1;
    /** A message is never longer, so neither is a chunk. */
    private static final int LARGEST = 0xFF_FFFF;

    public static SetChunkSize read(ByteBuf body) {
        RtmpMessage.need(body, 4, "Set Chunk Size", "5.4.1");
        int bytes = body.readInt();
        if (bytes < 1) {
            throw new RtmpException("chunk size " + bytes + "; RTMP 1.0, 5.4.1 asks for 1 or more");
        }
        return new SetChunkSize(Math.min(bytes, LARGEST));
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeInt(bytes);
    }
}
