package arcly.rtmp.relay;

import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.chunk.ChunkDecoder;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.WindowAcknowledgementSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Says what a server says, as bytes, and reads what a client said. No sockets. */
final class Remote {
    private static final int BLOCK = 1536;

    private final ByteBuf out = Unpooled.buffer();
    private final ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
    private int handshakeLeft = 1 + 2 * BLOCK; // C0, C1, C2

    /** A message as the client sent it. */
    record Heard(int streamId, long timestamp, RtmpMessage message) {
        boolean is(String command) {
            return message instanceof Command heard && heard.name().equals(command);
        }
    }

    Remote handshake() {
        out.writeByte(3).writeZero(2 * BLOCK);
        return this;
    }

    Remote connected() {
        return say(0, new WindowAcknowledgementSize(500_000)).result(1, new AmfObject().with("fmsVer", "FMS/3,0,1,123"),
                status("status", "NetConnection.Connect.Success", "fine"));
    }

    Remote result(double transaction, Object... values) {
        return say(0, Command.of("_result", transaction, values));
    }

    Remote onStatus(String level, String code, String description) {
        return say(1, Command.of("onStatus", 0, null, status(level, code, description)));
    }

    static AmfObject status(String level, String code, String description) {
        return new AmfObject().with("level", level).with("code", code).with("description", description);
    }

    Remote say(int streamId, RtmpMessage message) {
        return say(streamId, 0, message);
    }

    Remote say(int streamId, long timestamp, RtmpMessage message) {
        ChunkWriter.write(out, 128, 3 + message.type() % 5, timestamp, streamId, message);
        return this;
    }

    /** All that was said since the last time. */
    byte[] bytes() {
        byte[] bytes = ByteBufUtil.getBytes(out);
        out.clear();
        return bytes;
    }

    /** What the client has sent since the last time, behind its handshake. */
    List<Heard> read(ByteBuf in) {
        int skipped = Math.min(handshakeLeft, in.readableBytes());
        in.skipBytes(skipped);
        handshakeLeft -= skipped;
        List<Heard> heard = new ArrayList<>();
        for (RawMessage raw = decoder.next(in); raw != null; raw = decoder.next(in)) {
            heard.add(new Heard(raw.streamId(), raw.timestamp(),
                    RtmpMessage.read(raw.type(), Unpooled.wrappedBuffer(raw.body()), AmfLimits.DEFAULT)));
        }
        return heard;
    }
}
