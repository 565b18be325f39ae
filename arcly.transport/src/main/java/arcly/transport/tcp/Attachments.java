package arcly.transport.tcp;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.transport.Inflow;
import arcly.transport.Viewer;
import arcly.transport.ViewerListener;
import arcly.transport.WireOptions;
import arcly.transport.fanout.LoopFanOut;
import arcly.transport.fanout.ViewerPlace;
import arcly.transport.fanout.ViewerSink;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Flow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What stays with a connection while those who serve it change: sessions, viewers and inflows, by name. On the loop. */
final class Attachments {
    private static final Logger log = LoggerFactory.getLogger(Attachments.class);

    private final LoopFanOut fanOut;
    private final ViewerSink sink;
    private final Map<String, ClientSession> sessions = new LinkedHashMap<>(2);
    private final Map<String, ViewerPlace> viewers = new LinkedHashMap<>(2);
    private final Map<String, Inflow> inflows = new LinkedHashMap<>(2);

    Attachments(LoopFanOut fanOut, ViewerSink sink) {
        this.fanOut = fanOut;
        this.sink = sink;
    }

    void attach(String name, ClientSession session) {
        if (sessions.putIfAbsent(name, session) != null) {
            throw new IllegalStateException("a session is attached as '" + name + "' already");
        }
    }

    void detach(String name) {
        sessions.remove(name);
        ViewerPlace viewer = viewers.remove(name);
        if (viewer != null) {
            viewer.close();
        }
    }

    Map<String, ClientSession> sessions() {
        return Map.copyOf(sessions);
    }

    Viewer view(String name, WireOptions options, ViewerListener listener) {
        ClientSession session = sessions.get(name);
        if (session == null) {
            throw new IllegalStateException("no session is attached as '" + name + "'");
        }
        if (viewer(name) != null) {
            throw new IllegalStateException("session '" + name + "' has a viewer already");
        }
        ViewerPlace place = fanOut.open(sink, session, options, listener);
        viewers.put(name, place);
        return place;
    }

    Viewer viewer(String name) {
        ViewerPlace place = viewers.get(name);
        if (place != null && place.isClosed()) {
            viewers.remove(name);
            return null;
        }
        return place;
    }

    Inflow subscribe(String name, Flow.Publisher<ByteBuffer> publisher, EventLoop loop) {
        if (inflows.containsKey(name)) {
            throw new IllegalStateException("there is an inflow '" + name + "' already");
        }
        KeptInflow inflow = new KeptInflow(loop, () -> inflows.remove(name));
        inflows.put(name, inflow);
        publisher.subscribe(inflow);
        return inflow;
    }

    Inflow inflow(String name) {
        return inflows.get(name);
    }

    void park() {
        open().forEach(ViewerPlace::park);
        inflows.values().forEach(Inflow::disarm);
    }

    void writable() {
        if (!viewers.isEmpty()) {
            open().forEach(ViewerPlace::writable);
        }
    }

    /** Viewers stop, and sessions that are not closed yet are ended. */
    void end(String protocol, CloseReason reason) {
        open().forEach(ViewerPlace::close);
        viewers.clear();
        List.copyOf(inflows.values()).forEach(Inflow::cancel);
        List<ClientSession> all = List.copyOf(sessions.values());
        sessions.clear();
        for (ClientSession session : all) {
            if (session.state() != Session.State.CLOSED) {
                log.debug("{} {}: {} of {} ended here, {}", protocol, session.peer(), session.role(), session.stream(), reason);
                session.end(reason);
            }
        }
    }

    /** A copy: a viewer that is told something may close itself, or another. */
    private List<ViewerPlace> open() {
        List<ViewerPlace> all = new ArrayList<>(viewers.values());
        all.removeIf(ViewerPlace::isClosed);
        return all;
    }
}
