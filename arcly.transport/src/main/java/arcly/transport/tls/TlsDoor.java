package arcly.transport.tls;

import arcly.transport.TlsSession;
import io.netty.channel.ChannelHandler;

/** TLS of one connection, as the handler that stands first in its pipeline. On the connection's loop. */
public interface TlsDoor {
    /** Of the handler in the pipeline, and of each that takes its place. */
    String NAME = "tls";

    /** To be put into the pipeline, under {@link #NAME}, before the channel is active. */
    ChannelHandler handler();

    /** What was agreed on; to be asked once the handshake has succeeded. */
    TlsSession agreed();

    /**
     * Tells the peer that nothing more comes (close_notify), after what was written; {@code sent} runs when that has gone out,
     * or cannot.
     */
    void closeOutput(Runnable sent);
}
