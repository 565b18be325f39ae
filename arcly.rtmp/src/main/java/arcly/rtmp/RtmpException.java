package arcly.rtmp;

import io.netty.handler.codec.DecoderException;

/** The peer broke RTMP. The message says what came, where, and what is allowed; it goes to the log as it is. */
public final class RtmpException extends DecoderException {
    private static final long serialVersionUID = 1;

    public RtmpException(String message) {
        super(message);
    }
}
