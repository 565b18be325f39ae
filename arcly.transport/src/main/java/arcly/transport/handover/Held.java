package arcly.transport.handover;

import arcly.api.stream.CloseReason;
import io.netty.channel.EventLoop;

/** A connection as hand-over sees it. */
public interface Held {

    EventLoop loop();

    /**
     * On the loop: goes over to whoever serves the holding now, in one task: leaves the one that it belongs to, and is
     * adopted by the other if there is one. Does nothing if it is there already. Reports to the hand-over exactly once.
     */
    void follow(Handover handover);

    /** On the loop: nobody will come; says nothing more to anybody and closes once what was written has gone out. */
    void abandon(CloseReason reason);

    /** On the loop: closes at once, whatever has not gone out yet. */
    void cut(CloseReason reason);

    /** On the loop: asks whoever serves it to say goodbye; closes if nobody does. */
    void drain(CloseReason reason);
}
