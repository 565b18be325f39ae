package arcly.transport.tcp;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.stream.CloseReason;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.handover.Fault;
import arcly.transport.handover.Handover;
import arcly.transport.handover.Holding;
import arcly.transport.handover.Tenure;
import arcly.transport.tls.TlsDoor;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.SocketChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who serves a connection, and how it passes from one generation to the next. On the loop.
 *
 * <p>What refers to the bundle is {@link #tenure}, {@link #handler}, the Netty handlers between boundary and residue, the
 * timers and the viewers' listeners; {@link #vacate} lets go of all of it in one task.
 */
final class Custody {
    private static final Logger log = LoggerFactory.getLogger(Custody.class);
    private static final String BOUNDARY = "boundary";
    private static final String RESIDUE = "residue";
    private static final Set<String> OWN = Set.of(TlsDoor.NAME, BOUNDARY, RESIDUE); // all else in the pipeline is the bundle's

    // for life
    private final TcpConnection connection;
    private final SocketChannel channel;
    private final Holding holding;
    private final Boundary boundary;
    private final Residue residue;
    private final Attachments attachments;
    private final ConnectionTimers timers;
    private final Liveness liveness;
    private final Ending ending;
    private final Counters counters;

    // of who serves
    private Tenure tenure;
    private ConnectionHandler handler;

    // between two of them
    private boolean fresh = true; // nobody has served it yet
    private List<Baton> batons = List.of();
    private long unreadSince = System.nanoTime();

    Custody(TcpConnection connection, SocketChannel channel, Holding holding, Boundary boundary, Attachments attachments,
            ConnectionTimers timers, Liveness liveness, Ending ending, Counters counters) {
        this.connection = connection;
        this.channel = channel;
        this.holding = holding;
        this.boundary = boundary;
        this.residue = new Residue(connection);
        this.attachments = attachments;
        this.timers = timers;
        this.liveness = liveness;
        this.ending = ending;
        this.counters = counters;
        channel.pipeline().addLast(BOUNDARY, boundary).addLast(RESIDUE, residue);
    }

    boolean isServed() {
        return tenure != null;
    }

    /** The connection begins: goes to whoever serves now, or waits for somebody. */
    void begin() {
        unreadSince = System.nanoTime();
        if (holding.isFinished()) {
            ending.begin(CloseReason.SHUTDOWN, false);
        } else {
            enter();
        }
    }

    /** See {@link arcly.transport.handover.Held#follow}. */
    void follow(Handover handover) {
        Tenure target = holding.current();
        if (ending.hasBegun()) {
            if (tenure != null && tenure != target) {
                leave();
            }
            handover.passed();
        } else if (tenure == target) {
            handover.passed();
        } else {
            if (tenure != null) {
                park();
            }
            long bytes = boundary.waitingBytes();
            Entry entry = enter();
            switch (entry) {
                case SERVED -> handover.adopted(System.nanoTime() - unreadSince, bytes);
                case REFUSED -> handover.refused();
                case NOBODY -> handover.passed();
            }
        }
    }

    private enum Entry { SERVED, REFUSED, NOBODY }

    /** Goes to whoever serves now, if there is somebody. */
    private Entry enter() {
        ConnectionProtocol next = null;
        Tenure target = holding.current();
        while (target != null && !ending.hasBegun() && (next = target.board()) == null) {
            target = holding.current(); // it left just now
        }
        if (next == null) {
            return Entry.NOBODY;
        }
        tenure = target;
        if (!isTakenBy(next)) {
            return Entry.REFUSED;
        }
        if (!ending.hasBegun()) {
            boundary.open();
        }
        if (!ending.hasBegun()) {
            liveness.start();
            channel.config().setAutoRead(true);
        }
        return Entry.SERVED;
    }

    private boolean isTakenBy(ConnectionProtocol next) {
        boolean adopting = !fresh;
        try {
            handler = adopting ? next.adopt(connection, batons) : next.accept(connection);
            if (handler == null) {
                throw new IllegalStateException((adopting ? "adopt" : "accept") + " returned null");
            }
            tenure.uses(handler.getClass().getClassLoader());
            fresh = false;
            batons = List.of();
            return true;
        } catch (Throwable fault) {
            String why = fault instanceof HandoverException ? fault.getMessage() : Fault.textWithPlace(fault);
            vacate();
            if (adopting) {
                counters.count(Counters.HANDOVER_REFUSED);
                log.warn("{}: its successor refused it: {}", connection, why);
                ending.begin(CloseReason.PROVIDER_GONE.because("its successor refused it: " + why), false);
            } else {
                counters.count(Counters.HANDLER_FAILED);
                log.warn("{}: not accepted: {}", connection, why);
                ending.begin(CloseReason.PROTOCOL.because(why), false);
            }
            return false;
        }
    }

    private void park() {
        channel.config().setAutoRead(false);
        unreadSince = System.nanoTime();
        boundary.hold();
        liveness.stop();
        String fault = leave();
        boundary.flushNow();
        if (fault != null) {
            log.warn("{}: cannot be handed over: {}", connection, fault);
            ending.begin(CloseReason.PROVIDER_GONE.because("it could not be handed over: " + fault), false);
        }
    }

    /** Has the handler disarm what it armed, also if the connection is closing; returns what went wrong, or null. */
    private String leave() {
        String fault = null;
        try {
            batons = List.copyOf(handler.park());
        } catch (Throwable thrown) {
            counters.count(Counters.HANDLER_FAILED);
            fault = Fault.textWithPlace(thrown);
        }
        vacate();
        return fault;
    }

    /** Lets go of everything that is the bundle's. What its decoders had not used waits for the next one. */
    void vacate() {
        timers.cancelAll();
        attachments.park();
        removeHandlers();
        if (ending.hasBegun()) {
            boundary.discard();
        }
        handler = null;
        if (tenure != null) {
            Tenure left = tenure;
            tenure = null;
            left.leave();
        }
    }

    /** Last to first: what a decoder pushes out then meets none of the others. */
    private void removeHandlers() {
        ChannelPipeline pipeline = channel.pipeline();
        List<String> names = new ArrayList<>(pipeline.toMap().keySet());
        names.removeAll(OWN);
        residue.collect();
        for (int last = names.size() - 1; last >= 0; last--) {
            if (pipeline.context(names.get(last)) != null) { // one may have taken another with it
                pipeline.remove(names.get(last));
            }
        }
        boundary.giveBack(residue.collected());
    }

    void drain(CloseReason reason) {
        if (handler == null || ending.hasBegun()) {
            ending.begin(reason, false);
            return;
        }
        try {
            handler.drain(reason);
        } catch (Throwable fault) {
            connection.handlerFailed(fault);
        }
    }

    void install(String name, ChannelHandler added) {
        if (tenure == null) {
            throw new IllegalStateException("nobody serves " + connection + " now");
        }
        tenure.uses(added.getClass().getClassLoader());
        channel.pipeline().addBefore(RESIDUE, name, added);
    }

    void uninstall(String name) {
        if (!OWN.contains(name) && channel.pipeline().context(name) != null) {
            channel.pipeline().remove(name);
        }
    }
}
