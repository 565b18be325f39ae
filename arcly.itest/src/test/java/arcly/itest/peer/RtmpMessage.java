package arcly.itest.peer;

import java.util.List;
import java.util.Map;

/**
 * One RTMP message.
 *
 * @param type its message type id
 * @param stream its message stream id
 * @param time its timestamp, milliseconds, unsigned 32 bits
 */
public record RtmpMessage(int type, int stream, long time, byte[] body) {
    public static final int SET_CHUNK_SIZE = 1;
    public static final int ACKNOWLEDGEMENT = 3;
    public static final int USER_CONTROL = 4;
    public static final int WINDOW_SIZE = 5;
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int DATA = 18;
    public static final int COMMAND = 20;

    public static RtmpMessage command(int stream, Object... values) {
        return new RtmpMessage(COMMAND, stream, 0, Amf0.write(values));
    }

    public boolean isCommand(String name) {
        return type == COMMAND && name.equals(values().get(0));
    }

    public List<Object> values() {
        return Amf0.read(body);
    }

    /** {@code NetStream.Play.Start} of an onStatus command; empty for any other message. */
    public String statusCode() {
        if (!isCommand("onStatus")) {
            return "";
        }
        Object information = values().get(values().size() - 1);
        return information instanceof Map<?, ?> map ? String.valueOf(map.get("code")) : "";
    }

    @Override
    public String toString() {
        return type == COMMAND ? values().toString() : "message of type " + type + ", " + body.length + " bytes at " + time;
    }
}
