package arcly.transport.fanout;

import arcly.api.session.ClientSession;
import arcly.transport.Viewer;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;

/** A viewer's place in its stream: what it was told and how far it is. Used on the loop only. */
public final class ViewerPlace implements Viewer {
    private final LoopFanOut fanOut;
    private final ViewerSink sink;
    private final ClientSession session;

    ViewerPlace(LoopFanOut fanOut, ViewerSink sink, ClientSession session) {
        this.fanOut = fanOut;
        this.sink = sink;
        this.session = session;
    }

    @Override
    public void arm(WireOptions options, ViewerListener listener) {
    }

    /** Stops writing and lets go of the form and the listener; the place, what was announced and the counts stay. */
    public void park() {
    }

    /** The connection has become writable again. */
    public void writable() {
    }

    @Override
    public void pause() {
    }

    @Override
    public void resume() {
    }

    @Override
    public boolean isPaused() {
        return false;
    }

    @Override
    public long frames() {
        return 0;
    }

    @Override
    public long bytes() {
        return 0;
    }

    /** Also called by the connection when it goes. Nothing is referenced from the loop afterwards. */
    @Override
    public void close() {
    }

    /** Closed by {@link #close}: the connection may forget it. */
    public boolean isClosed() {
        return false;
    }
}
