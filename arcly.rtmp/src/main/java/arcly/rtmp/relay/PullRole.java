package arcly.rtmp.relay;

import arcly.api.relay.RelayState;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamException;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.session.MediaIntake;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The remote's stream becomes a local one, from its first frame on: a publication like any other. */
final class PullRole extends RelayRole {
    /**
     * What may come before the kernel has answered: two seconds at 16 Mbit/s. It answers at once, but for a publisher to leave.
     */
    private static final int MOST_HELD_BYTES = 4 << 20;
    private static final int HEADER_BYTES = 12; // what a chunk header and its like add to a message, roughly

    private MediaIntake intake = new MediaIntake(this::who);
    private Answer<Publication> answer;
    private final Deque<RawMessage> held = new ArrayDeque<>();
    private int heldBytes;
    private Publication publication; // null before it was granted

    PullRole(RelayLink link) {
        super(link);
    }

    private String who() {
        return link.plan().toString();
    }

    @Override
    void begin() {
        // A server may agree and have nothing to play: the stream begins with the first audio or video.
    }

    @Override
    void goOn() {
        if (session == null) {
            return;
        }
        session.arm(link.connection().loop(), reason -> link.guarded(() -> closed(reason)));
        if (publication == null) {
            answer = session.publish(link.terms().client().answerTimeout()); // after a hand-over: the same answer
            answer.arm(link.connection().loop(), () -> link.guarded(this::answered));
        } else {
            publication.arm(link.connection().loop(), signal -> link.guarded(() -> signalled(signal)));
            link.running();
        }
    }

    @Override
    void disarm() {
        if (answer != null) {
            answer.disarm();
        }
        if (publication != null) {
            publication.disarm();
        }
    }

    private void answered() {
        try {
            publication = answer.get();
        } catch (StreamException why) {
            link.ended(RelayEnd.retry(RelayState.REFUSED, "not by the remote, but here: " + why.getMessage()));
            return;
        }
        answer = null;
        intake.begin(publication);
        publication.arm(link.connection().loop(), signal -> link.guarded(() -> signalled(signal)));
        link.running();
        while (!held.isEmpty() && !link.isOver()) {
            take(held.poll());
        }
        heldBytes = 0;
    }

    private void signalled(PublicationSignal signal) {
        if (signal.kind() == PublicationSignal.Kind.ENDED) {
            closed(signal.reason());
        }
        // RTMP 1.0 has no way to ask for a key frame or a lower bit rate.
    }

    /** By somebody else: an operator, another publisher. */
    private void closed(CloseReason reason) {
        link.ended(RelayEnd.retry(RelayState.LOST, "the local stream was taken away: " + reason.text()));
    }

    @Override
    void received(RawMessage raw) {
        if (publication != null) {
            take(raw);
            return;
        }
        hold(raw);
        // Data alone is no stream: servers send some where nobody publishes.
        if (session == null && raw.type() != Data.TYPE && raw.type() != Data.TYPE_AMF3) {
            RelayPlan plan = link.plan();
            open(link.context().sessions().open(SessionRequest.publisher("rtmp", plan.stream())
                    .attribute("relay", plan.name()).attribute("url", plan.url().shown()).build()));
            goOn();
        }
    }

    private void take(RawMessage raw) {
        session.transferred(raw.body().remaining() + HEADER_BYTES, 0);
        intake.take(raw, AmfLimits.DEFAULT);
    }

    private void hold(RawMessage raw) {
        heldBytes += raw.body().remaining() + HEADER_BYTES;
        if (heldBytes > MOST_HELD_BYTES) {
            throw new RtmpException("more than " + MOST_HELD_BYTES + " bytes of media before the stream could be published here");
        }
        held.add(raw);
    }

    @Override
    void tick(long now) {
        // silence is the connection's
    }

    /** A stream that nobody wants any more ends at once; in every other case it waits for the remote to come back. */
    @Override
    void end(CloseReason reason) {
        if (publication != null && reason.equals(CloseReason.IDLE)) {
            publication.disarm();
            publication.close(reason);
        }
        super.end(reason);
    }

    @Override
    void writeState(ByteBuf out) {
        out.writeBoolean(session != null);
        out.writeBoolean(publication != null);
        intake.writeState(out);
        out.writeInt(held.size());
        for (RawMessage message : held) {
            out.writeByte(message.type());
            out.writeInt(message.streamId());
            out.writeInt((int) message.timestamp());
            out.writeInt(message.body().remaining());
            out.writeBytes(message.body().duplicate());
        }
    }

    @Override
    void readState(ByteBuf in) {
        boolean begun = in.readBoolean();
        boolean granted = in.readBoolean();
        if (begun) {
            inherit();
        }
        if (begun && session == null) {
            throw new IllegalStateException("the pull has no session attached");
        }
        if (granted) {
            publication = session.publishing().get();
        }
        intake = MediaIntake.readState(in, granted ? publication.stream().tracks() : List.of(), this::who);
        if (granted) {
            intake.begin(publication);
        }
        for (int left = in.readInt(); left > 0; left--) {
            int type = in.readUnsignedByte();
            int streamId = in.readInt();
            long timestamp = in.readUnsignedInt();
            byte[] body = new byte[in.readInt()];
            in.readBytes(body);
            hold(new RawMessage(type, streamId, timestamp, ByteBuffer.wrap(body)));
        }
    }
}
