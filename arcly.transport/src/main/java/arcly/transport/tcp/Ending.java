package arcly.transport.tcp;

import arcly.api.stream.CloseReason;
import arcly.transport.tls.TlsDoor;
import io.netty.buffer.Unpooled;
import io.netty.channel.socket.SocketChannel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * How a connection closes: what was written goes out first, within {@value #LONGEST_SECONDS} s. If the protocol closes
 * it, the peer is then told that nothing more comes, and what it still sends is read and thrown away until it closes too:
 * closing over unread input would reset the connection, and the peer might never see the goodbye. With TLS its close_notify goes before
 * each of these ends. On the loop.
 */
final class Ending {
    private static final int LONGEST_SECONDS = 2;

    private final TcpConnection connection;
    private final SocketChannel channel;
    private final Boundary boundary;
    private final TlsDoor door; // null: plain
    private CloseReason reason;
    private boolean lingers;
    private boolean flushed;
    private boolean over;
    private ScheduledFuture<?> deadline;

    Ending(TcpConnection connection, SocketChannel channel, Boundary boundary, TlsDoor door) {
        this.connection = connection;
        this.channel = channel;
        this.boundary = boundary;
        this.door = door;
    }

    void begin(CloseReason why, boolean gently) {
        if (reason != null) {
            return;
        }
        reason = why;
        lingers = gently && !boundary.hasInputEnded();
        connection.ends(why);
        if (over || !channel.isActive()) {
            channel.close();
            return;
        }
        deadline = channel.eventLoop().schedule(this::cut, LONGEST_SECONDS, TimeUnit.SECONDS);
        if (connection.isHandshaking()) {
            channel.config().setAutoRead(false);
            channel.eventLoop().execute(channel::close); // after the alert, which the handshake may be about to send
            return;
        }
        channel.config().setAutoRead(lingers);
        boundary.context().write(Unpooled.EMPTY_BUFFER).addListener(sent -> goodbyeSent(sent.isSuccess()));
        boundary.flushNow();
    }

    private void goodbyeSent(boolean success) {
        flushed = true;
        if (!success || !lingers || boundary.hasInputEnded()) {
            channel.close();
        } else if (door == null) {
            channel.shutdownOutput();
        } else {
            door.closeOutput(channel::shutdownOutput);
        }
    }

    /** Past TLS, which would wait until its goodbye has gone out. */
    private void cut() {
        channel.pipeline().firstContext().close();
    }

    void inputEnded() {
        if (flushed) {
            cut(); // it has closed and been told all
        }
    }

    /** The socket does not work any more. */
    void broken(CloseReason why) {
        begin(why, false);
        cut();
    }

    /** The channel is closed; if nobody began with it, the peer did. */
    void over() {
        over = true;
        if (reason == null) {
            begin(CloseReason.LOST, false);
        }
        if (deadline != null) {
            deadline.cancel(false);
        }
    }

    boolean hasBegun() {
        return reason != null;
    }

    boolean isOver() {
        return over;
    }

    CloseReason reason() {
        return reason;
    }
}
