package arcly.transport.handover;

import io.netty.channel.EventLoop;

/** What every hand-over of a transport has in common. */
public interface HandoverTerms {

    HandoverBook book();

    /** How long a successor is waited for. */
    long timeoutNanos();

    /** One on which the time is kept. */
    EventLoop loop();

    boolean isLoopThread();
}
