package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** A message of a type this server has no use for, such as shared objects; it is kept as it came. */
public record OtherMessage(int type, ByteBuffer body) implements RtmpMessage {

    static OtherMessage read(int type, ByteBuf body) {
        return new OtherMessage(type, rest(body));
    }

    /** What is left of the body, without a copy where the body wraps an array. */
    static ByteBuffer rest(ByteBuf body) {
        ByteBuffer rest;
        if (body.hasArray()) {
            rest = ByteBuffer.wrap(body.array(), body.arrayOffset() + body.readerIndex(), body.readableBytes()).slice();
        } else {
            rest = ByteBuffer.allocate(body.readableBytes());
            body.getBytes(body.readerIndex(), rest);
            rest.flip();
        }
        body.skipBytes(body.readableBytes());
        return rest;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeBytes(body.duplicate());
    }
}
