package arcly.transport.tcp;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Closes a connection that does not finish its handshake, or on which nothing moves. Time during which it is parked does
 * not count. On the loop.
 */
final class Liveness {
    private static final int LOOKS = 4; // per idle time: so it may last a quarter longer, and costs nothing per read

    private final TcpConnection connection;
    private final EventLoop loop;
    private final Supplier<Duration> idleTime;
    private long handshakeLeft; // nanoseconds; 0: established
    private long handshakeSince;
    private long idleFor;
    private long moved;
    private ScheduledFuture<?> handshake;
    private ScheduledFuture<?> idle;

    Liveness(TcpConnection connection, EventLoop loop, Duration handshakeTime, Supplier<Duration> idleTime) {
        this.connection = connection;
        this.loop = loop;
        this.handshakeLeft = handshakeTime.toNanos();
        this.idleTime = idleTime;
    }

    void established() {
        handshakeLeft = 0;
        handshake = stop(handshake);
    }

    /** Time counts from here on, or again. */
    void start() {
        if (handshakeLeft > 0 && handshake == null) {
            handshakeSince = System.nanoTime();
            handshake = loop.schedule(connection::handshakeTooSlow, handshakeLeft, TimeUnit.NANOSECONDS);
        }
        if (idle == null) {
            nextLook();
        }
    }

    void stop() {
        if (handshake != null) {
            handshakeLeft = Math.max(1, handshakeLeft - (System.nanoTime() - handshakeSince));
            handshake = stop(handshake);
        }
        idle = stop(idle);
    }

    private void nextLook() {
        long step = Math.max(1, idleTime.get().toNanos() / LOOKS);
        idle = loop.schedule(() -> look(step), step, TimeUnit.NANOSECONDS);
    }

    private void look(long step) {
        idle = null;
        long now = connection.bytesIn() + connection.bytesOut();
        idleFor = now == moved ? idleFor + step : 0;
        moved = now;
        if (idleFor >= idleTime.get().toNanos()) {
            connection.idleTooLong(idleTime.get());
        } else {
            nextLook();
        }
    }

    private static ScheduledFuture<?> stop(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
        return null;
    }
}
