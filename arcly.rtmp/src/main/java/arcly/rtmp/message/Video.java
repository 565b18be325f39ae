package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** Video (RTMP 1.0, 7.1.5): the body of one FLV video tag. */
public record Video(ByteBuffer tag) implements RtmpMessage {
    public static final int TYPE = 9;

    static Video read(ByteBuf body) {
        return new Video(OtherMessage.rest(body));
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
