package arcly.http.connection;

import io.netty.buffer.ByteBuf;

/** The body of a reply that is not written at once. On the loop. */
interface Outgoing {

    /** Writes what there is, as far as the peer takes it; tells the connection when it is at its end. */
    void pump();

    /** Stops, and leaves what another generation needs to go on. */
    void park(ByteBuf state);

    /** Nobody wants the rest. */
    void cancel();

    /** It goes on until its route ends it, or nobody listens any more. */
    boolean isEndless();

    /** The server goes: ends now, if that can be done without a lie. */
    void endEarly();
}
