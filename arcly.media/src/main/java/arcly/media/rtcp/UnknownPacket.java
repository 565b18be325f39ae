package arcly.media.rtcp;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;

/** A packet of another type than are read here (extended reports, say), as it came. */
public final class UnknownPacket extends RtcpPacket {
    private final int type;
    private final int count;
    private final Payload body;

    UnknownPacket(int type, int count, Payload body) {
        this.type = type;
        this.count = count;
        this.body = body;
    }

    @Override
    void writeBody(ByteBuf out) {
        out.writeBytes(body.view());
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    int count() {
        return count;
    }

    @Override
    public int ssrc() {
        return body.size() < 4 ? 0 : body.view().getInt();
    }

    /** What follows the first word. */
    public Payload body() {
        return body;
    }

    @Override
    public String toString() {
        return "RTCP of type " + type + " " + body;
    }
}
