package arcly.rtmp.message;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.function.Consumer;

/**
 * Aggregate (RTMP 1.0, 7.1.6): several messages in one, each as an FLV tag with its back pointer.
 *
 * <p>A part is type (1), size (3), timestamp (3), its upper byte (1), stream id (3), body, back pointer (4).
 */
public record Aggregate(ByteBuffer body) implements RtmpMessage {
    public static final int TYPE = 22;
    private static final int HEADER = 11;
    private static final int BACK_POINTER = 4;

    static Aggregate read(ByteBuf body) {
        return new Aggregate(OtherMessage.rest(body));
    }

    /**
     * Gives the messages inside to {@code each}, in order; they share this body.
     *
     * <p>Their own times count from any origin: the first stands for the aggregate's time, and the others keep their distance.
     *
     * @param streamId the aggregate's, which 7.1.6 lets override those inside
     */
    public void split(int streamId, long timestamp, Consumer<RawMessage> each) {
        ByteBuffer in = body.duplicate();
        long offset = 0;
        while (in.hasRemaining()) {
            int at = in.position();
            if (in.remaining() < HEADER) {
                throw broken(at, "a header of " + HEADER + " bytes, " + in.remaining() + " are left");
            }
            int type = in.get() & 0xFF;
            int size = unsigned24(in);
            long time = unsigned24(in) | (in.get() & 0xFFL) << 24;
            unsigned24(in); // stream id, always 0
            if (in.remaining() < size) {
                throw broken(at, size + " bytes, " + in.remaining() + " are left");
            }
            if (type == TYPE) {
                throw broken(at, "another aggregate");
            }
            if (at == body.position()) {
                offset = timestamp - time;
            }
            each.accept(new RawMessage(type, streamId, time + offset & 0xFFFF_FFFFL, in.slice(in.position(), size)));
            in.position(in.position() + size);
            in.position(in.position() + Math.min(BACK_POINTER, in.remaining())); // some leave the last one out
        }
    }

    private static RtmpException broken(int at, String what) {
        return new RtmpException("aggregate message asks at byte " + at + " for " + what + " (RTMP 1.0, 7.1.6)");
    }

    private static int unsigned24(ByteBuffer in) {
        return (in.get() & 0xFF) << 16 | (in.get() & 0xFF) << 8 | in.get() & 0xFF;
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeBytes(body.duplicate());
    }
}
