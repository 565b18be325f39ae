package arcly.rtmp.session;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.message.UserControl.StreamBegin;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What a client uses one message stream for: publishing or playing, one kernel session. On the connection's loop; ends once. */
abstract class StreamRole {
    private static final Logger LOG = LoggerFactory.getLogger(StreamRole.class);

    final NetConnection net;
    final int streamId;
    final ClientSession session;
    private boolean left; // ended, or parked for another generation

    StreamRole(NetConnection net, int streamId, ClientSession session) {
        this.net = net;
        this.streamId = streamId;
        this.session = session;
    }

    /** Under which name the session is attached to the connection. */
    static String sessionName(int streamId) {
        return Integer.toString(streamId);
    }

    /** Tells a publisher from a player in the baton. */
    abstract int kind();

    /** Arms what waits for the kernel: called once at the start, or after a hand-over. */
    abstract void goOn();

    /** Disarms all that {@link #goOn} armed. */
    abstract void disarm();

    /** An audio, video, data or aggregate message of this message stream. */
    abstract void received(RawMessage message);

    /** Tells the client that the server ends this. */
    abstract void sayGoodbye(CloseReason reason);

    abstract void writeState(ByteBuf out);

    /** What the line at the end adds. */
    abstract String figures();

    /** True once nothing concerns this object any more. */
    final boolean hasLeft() {
        return left;
    }

    final void park() {
        left = true;
        session.disarm();
        disarm();
    }

    /** Ends the session, at which the kernel logs its one line, and lets go of it. The one place where a session ends here. */
    final void end(CloseReason reason) {
        if (left) {
            return;
        }
        Session.State state = session.state();
        park();
        session.end(reason);
        net.rtmp().connection().detach(sessionName(streamId));
        LOG.debug("RTMP {} of {} from {} ended ({}): {}; {}", session.role() == Session.Role.PUBLISHER ? "publisher" : "player",
                session.stream(), session.peer(), state, reason, figures());
    }

    /** Somebody else has closed the session. */
    final void closedBySomebodyElse(CloseReason reason) {
        later(() -> {
            sayGoodbye(reason);
            net.endRole(this, reason, true);
        });
    }

    /** Runs what is called back on the loop, unless this has ended or was handed over in between. */
    final void later(Runnable callback) {
        if (!left) {
            net.rtmp().guarded(callback);
        }
    }

    final void sendBegin() {
        net.rtmp().send(ChunkStreams.CONTROL, 0, new UserControl(new StreamBegin(streamId)));
    }

    final void sendStatus(Status status) {
        net.rtmp().send(ChunkStreams.STATUS, streamId, Command.of("onStatus", 0, null, status.toAmf()));
    }
}
