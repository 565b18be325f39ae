package arcly.media.mp4;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;

/** A codec's own configuration, which is the body of a box as it stands: "avcC" and the like. */
record CodecConfiguration(String type, Payload bytes) implements Box {
    @Override
    public void writeBody(ByteBuf out) {
        out.writeBytes(bytes.view());
    }
}
