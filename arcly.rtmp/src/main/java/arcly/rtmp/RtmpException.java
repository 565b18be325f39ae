package arcly.rtmp;

import io.netty.handler.codec.DecoderException;

/** The peer broke RTMP. The message says what came, where, and what is allowed; on one line: it goes to the log. */
public final class RtmpException extends DecoderException {
    private static final long serialVersionUID = 1;

    public RtmpException(String message) {
        super(Printable.text(message));
    }
}
