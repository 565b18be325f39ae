package arcly.rtmp.message;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;

/** User Control (RTMP 1.0, 6.2 and 7.1.7): an event type of two bytes and the event's data. */
public record UserControl(Event event) implements RtmpMessage {
    public static final int TYPE = 4;

    /** What is told. {@link UserControl#read} is the table of events. */
    public sealed interface Event
            permits StreamBegin, StreamEof, StreamDry, SetBufferLength, StreamIsRecorded, PingRequest, PingResponse, OtherEvent {
        int type();

        void write(ByteBuf out);
    }

    /** Server to client: this stream can be used now. */
    public record StreamBegin(int streamId) implements Event {
        @Override
        public int type() {
            return 0;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(streamId);
        }
    }

    /** Server to client: playback is over. */
    public record StreamEof(int streamId) implements Event {
        @Override
        public int type() {
            return 1;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(streamId);
        }
    }

    /** Server to client: nothing is coming on this stream at present. */
    public record StreamDry(int streamId) implements Event {
        @Override
        public int type() {
            return 2;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(streamId);
        }
    }

    /** Client to server: how much the player buffers, milliseconds. */
    public record SetBufferLength(int streamId, int millis) implements Event {
        @Override
        public int type() {
            return 3;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(streamId).writeInt(millis);
        }
    }

    /** Server to client: this stream is a recording. */
    public record StreamIsRecorded(int streamId) implements Event {
        @Override
        public int type() {
            return 4;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(streamId);
        }
    }

    /** The sender's time, to be sent back. */
    public record PingRequest(int timestamp) implements Event {
        @Override
        public int type() {
            return 6;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(timestamp);
        }
    }

    /** The time of the request. */
    public record PingResponse(int timestamp) implements Event {
        @Override
        public int type() {
            return 7;
        }

        @Override
        public void write(ByteBuf out) {
            out.writeInt(timestamp);
        }
    }

    /** An event this server has no use for, such as the SWF verification and buffer events of Flash. */
    public record OtherEvent(int type, ByteBuffer data) implements Event {
        @Override
        public void write(ByteBuf out) {
            out.writeBytes(data.duplicate());
        }
    }

    static UserControl read(ByteBuf body) {
        RtmpMessage.need(body, 2, "User Control", "6.2");
        int type = body.readUnsignedShort();
        return new UserControl(switch (type) {
            case 0 -> new StreamBegin(number(body));
            case 1 -> new StreamEof(number(body));
            case 2 -> new StreamDry(number(body));
            case 3 -> new SetBufferLength(number(body), number(body));
            case 4 -> new StreamIsRecorded(number(body));
            case 6 -> new PingRequest(number(body));
            case 7 -> new PingResponse(number(body));
            default -> new OtherEvent(type, OtherMessage.rest(body));
        });
    }

    private static int number(ByteBuf body) {
        RtmpMessage.need(body, 4, "what is left of a User Control event", "7.1.7");
        return body.readInt();
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    public void write(ByteBuf out) {
        out.writeShort(event.type());
        event.write(out);
    }
}
