package arcly.media.mp4;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;

/** A codec's own configuration in a full box, after version and flags: "vpcC" and the like. */
record FullConfiguration(String type, int version, Payload bytes) implements Box {
    @Override
    public void writeBody(ByteBuf out) {
        Box.writeVersion(version, 0, out).writeBytes(bytes.view());
    }
}
