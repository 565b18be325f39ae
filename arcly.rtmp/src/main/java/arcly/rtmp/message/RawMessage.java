package arcly.rtmp.message;

import java.nio.ByteBuffer;

/**
 * A message as the chunk stream brought it (RTMP 1.0, 6.1), its body not yet read.
 *
 * @param type message type id
 * @param streamId message stream id; 0 is the connection itself
 * @param timestamp milliseconds, 32 bits without sign: it wraps after 49.7 days
 * @param body the whole body in an array of its own, which whoever takes the message may keep
 */
public record RawMessage(int type, int streamId, long timestamp, ByteBuffer body) {
}
