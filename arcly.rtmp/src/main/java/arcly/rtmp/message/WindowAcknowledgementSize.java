package arcly.rtmp.message;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;

/** Window Acknowledgement Size (RTMP 1.0, 5.4.4): how many bytes the sender sends between acknowledgements. */
public record WindowAcknowledgementSize(int bytes) implements RtmpMessage {
    public static final int TYPE = 5;

    static WindowAcknowledgementSize read(ByteBuf body) {
        RtmpMessage.need(body, 4, "Window Acknowledgement Size", "5.4.4");
        int bytes = body.readInt();
        if (bytes < 1) {
            throw new RtmpException("acknowledgement window of " + bytes + " bytes (RTMP 1.0, 5.4.4); 1 or more are allowed");
        }
        return new WindowAcknowledgementSize(bytes);
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
