package arcly.rtmp.relay;

import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import arcly.rtmp.message.RawMessage;
import io.netty.buffer.ByteBuf;

/** What a relay's connection does with the local stream: one session of the kernel. On the connection's loop; ends once. */
abstract class RelayRole {
    /** Under which name the session is attached to the connection. */
    static final String SESSION = "relay";

    final RelayLink link;
    volatile ClientSession session; // null before the remote has agreed; its figures are read by any thread

    RelayRole(RelayLink link) {
        this.link = link;
    }

    /** The remote has agreed. */
    abstract void begin();

    /** After a hand-over: arms what waits for the kernel. */
    abstract void goOn();

    /** Lets go of what was armed. */
    abstract void disarm();

    /** An audio, video, data or aggregate message. */
    abstract void received(RawMessage message);

    /** Some time has passed. */
    abstract void tick(long now);

    abstract void writeState(ByteBuf out);

    abstract void readState(ByteBuf in);

    final void park() {
        if (session != null) {
            session.disarm();
            disarm();
        }
    }

    void end(CloseReason reason) {
        if (session != null) {
            park();
            session.end(reason);
            link.connection().detach(SESSION);
        }
    }

    final void open(ClientSession opened) {
        session = opened;
        link.connection().attach(SESSION, opened);
    }

    /** The session that another generation has left. */
    final void inherit() {
        session = link.connection().attached().get(SESSION);
    }
}
