package arcly.hls.viewer;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamKey;

/** One viewer: a session of the kernel, and when it last asked for something. Any thread. */
public final class Viewer {
    private final ClientSession session;
    private volatile long lastAsked;

    Viewer(ClientSession session, long now) {
        this.session = session;
        lastAsked = now;
    }

    /** As decided: another than in the address if a policy has renamed it. */
    public StreamKey stream() {
        return session.stream();
    }

    public boolean isOver() {
        return session.state() == Session.State.CLOSED;
    }

    public void asked(long now) {
        lastAsked = now;
    }

    public synchronized void sent(long bytes) {
        session.transferred(0, bytes);
    }

    /** @return true if it is over, or ends here because it was silent for that long */
    boolean endIfSilent(long now, long nanos) {
        if (now - lastAsked > nanos) {
            session.end(CloseReason.LEFT.because("nothing was asked for any more"));
        }
        return isOver();
    }
}
