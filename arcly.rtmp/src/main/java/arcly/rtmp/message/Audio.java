package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Audio (RTMP 1.0, 7.1.4): the body of one FLV audio tag. */
public record Audio(ByteBuffer tag) implements RtmpMessage {
    public static final int TYPE = 8;

    static Audio read(ByteBuf body) {
        return new Audio(OtherMessage.rest(body));
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeBytes(tag.duplicate());
    }
}
