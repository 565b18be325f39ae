package arcly.rtmp.session;

import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.chunk.ChunkDecoder;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.handshake.ClientHandshake;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Says what a client says, as bytes, and reads what a server answered. No sockets. */
final class RtmpClient {
    private final ByteBuf out = Unpooled.buffer();
    private final ClientHandshake handshake = new ClientHandshake(ClientHandshake.Form.SIMPLE, new Random(7));
    private final ChunkDecoder decoder = new ChunkDecoder(ChunkLimits.DEFAULT);
    private int chunkSize = 128;

    /** A message as the server sent it, for comparing. */
    record Answer(int streamId, long timestamp, RtmpMessage message) {

        String code() {
            return message instanceof Command command && command.argument(1) instanceof AmfObject status
                    ? status.string("code") : null;
        }
    }

    RtmpClient handshake() {
        handshake.advance(Unpooled.EMPTY_BUFFER, out); // C0 C1
        out.writeZero(1536); // C2, which nobody looks at
        return this;
    }

    RtmpClient connect(String app) {
        return connect(app, "localhost");
    }

    RtmpClient connect(String app, String host) {
        return send(0, 0, Command.of("connect", 1, new AmfObject().with("app", app).with("flashVer", "test")
                .with("tcUrl", "rtmp://" + host + "/" + app)));
    }

    RtmpClient createStream(int transaction) {
        return send(0, 0, Command.of("createStream", transaction, (Object) null));
    }

    RtmpClient publish(int streamId, String name) {
        return send(streamId, 0, Command.of("publish", 5, null, name, "live"));
    }

    RtmpClient play(int streamId, String name) {
        return send(streamId, 0, Command.of("play", 5, null, name, -2.0));
    }

    RtmpClient send(int streamId, long timestamp, RtmpMessage message) {
        ChunkWriter.write(out, chunkSize, 3 + message.type() % 5, timestamp, streamId, message);
        if (message instanceof SetChunkSize size) {
            chunkSize = size.bytes();
        }
        return this;
    }

    /** All that was said since the last time. */
    byte[] bytes() {
        byte[] bytes = ByteBufUtil.getBytes(out);
        out.clear();
        return bytes;
    }

    /** What the server has answered since the last time, behind its handshake. */
    List<Answer> read(ByteBuf written) {
        if (!handshake.isDone() && !handshake.advance(written, Unpooled.buffer())) {
            return List.of();
        }
        List<Answer> answers = new ArrayList<>();
        for (RawMessage raw = decoder.next(written); raw != null; raw = decoder.next(written)) {
            answers.add(new Answer(raw.streamId(), raw.timestamp(),
                    RtmpMessage.read(raw.type(), Unpooled.wrappedBuffer(raw.body()), AmfLimits.DEFAULT)));
        }
        return answers;
    }
}
