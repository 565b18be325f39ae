package arcly.rtmp.session;

import arcly.rtmp.RtmpSettings;
import arcly.transport.Connection;
import arcly.transport.ConnectionTimer;
import io.netty.buffer.ByteBuf;
import java.time.Duration;

/**
 * Finds out whether a silent client is still there: pings it, and ends it if nothing comes back. A client that does not read
 * what is sent to it is left alone here: its reader's eviction limit is for that.
 */
final class KeepAlive {
    private final Connection connection;
    private final Duration interval;
    private final Runnable ping;
    private final Runnable lost;
    private ConnectionTimer timer;
    private long bytesInBefore;
    private int unanswered;

    KeepAlive(Connection connection, Duration interval, Runnable ping, Runnable lost) {
        this.connection = connection;
        this.interval = interval;
        this.ping = ping;
        this.lost = lost;
    }

    void start() {
        timer = connection.schedule(interval, this::look);
    }

    private void look() {
        long bytesIn = connection.bytesIn();
        if (bytesIn != bytesInBefore) {
            bytesInBefore = bytesIn;
            unanswered = 0;
        } else if (unanswered == RtmpSettings.UNANSWERED_PINGS) {
            lost.run();
            return;
        } else if (connection.pendingBytes() == 0) {
            unanswered++;
            ping.run();
        }
        start();
    }

    void writeState(ByteBuf out) {
        out.writeBoolean(timer != null);
        out.writeLong(timer == null ? 0 : timer.remaining());
        out.writeLong(bytesInBefore);
        out.writeByte(unanswered);
    }

    /** Takes over what another generation's had left. */
    void readState(ByteBuf in) {
        boolean started = in.readBoolean();
        Duration remaining = Duration.ofNanos(Math.max(0, in.readLong()));
        bytesInBefore = in.readLong();
        unanswered = in.readUnsignedByte();
        if (started) {
            timer = connection.schedule(remaining, this::look);
        }
    }
}
