package arcly.rtmp.session;

import arcly.api.session.ClientSession;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamException;
import arcly.media.MediaFormatException;
import arcly.rtmp.RtmpException;
import arcly.rtmp.message.RawMessage;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message stream on which the client publishes: its messages become frames of a kernel publication. */
final class PublishingStream extends StreamRole {
    private static final Logger LOG = LoggerFactory.getLogger(PublishingStream.class);
    /** What a client may send before it is answered: two seconds at 16 Mbit/s. Clients in use wait for the answer. */
    private static final int MOST_HELD_BYTES = 4 << 20;
    private static final int HEADER_BYTES = 12; // what a chunk header and its like add to a message, roughly

    private final String name;
    private MediaIntake intake = new MediaIntake(this::who);

    // until the kernel has answered
    private Answer<Publication> answer;
    private final Deque<RawMessage> held = new ArrayDeque<>();
    private int heldBytes;

    // afterwards
    private Publication publication; // null before

    PublishingStream(NetConnection net, int streamId, ClientSession session, String name) {
        super(net, streamId, session);
        this.name = name;
    }

    /** True if the client named this stream so at publish, with or without its query. */
    boolean isNamed(Object text) {
        return text instanceof String other && StreamAddress.path(other).equals(StreamAddress.path(name));
    }

    @Override
    int kind() {
        return NetStreamCommands.PUBLISHING;
    }

    @Override
    void goOn() {
        session.arm(net.rtmp().connection().loop(), this::closedBySomebodyElse);
        if (publication == null) {
            answer = session.publish(net.rtmp().settings().publishTimeout()); // after a hand-over: the same answer
            answer.arm(net.rtmp().connection().loop(), () -> later(this::answered));
        } else {
            publication.arm(net.rtmp().connection().loop(), this::signalled);
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
            sendStatus(Status.publishRefused(why));
            net.endRole(this, CloseReason.of("refused", why.getMessage()), true);
            return;
        }
        answer = null;
        intake.begin(publication);
        sendBegin();
        sendStatus(Status.ok(Status.PUBLISH_START, publication.key() + " is now published."));
        publication.arm(net.rtmp().connection().loop(), this::signalled);
        while (!held.isEmpty() && !hasLeft()) {
            received(held.poll());
        }
        heldBytes = 0;
    }

    private void signalled(PublicationSignal signal) {
        if (signal.kind() == PublicationSignal.Kind.ENDED) {
            closedBySomebodyElse(signal.reason());
        }
        // RTMP 1.0 has no way to ask for a key frame or a lower bit rate.
    }

    @Override
    void received(RawMessage raw) {
        if (publication == null) {
            hold(raw);
            return;
        }
        session.transferred(raw.body().remaining() + HEADER_BYTES, 0);
        try {
            intake.take(raw, net.rtmp().amf());
        } catch (MediaFormatException unsupported) {
            reject(unsupported.getMessage());
        }
    }

    private void hold(RawMessage raw) {
        heldBytes += raw.body().remaining() + HEADER_BYTES;
        if (heldBytes > MOST_HELD_BYTES) {
            throw new RtmpException("more than " + MOST_HELD_BYTES + " bytes of media before publish was answered");
        }
        held.add(raw);
    }

    private void reject(String why) {
        LOG.warn("{} is closed: {}", who(), why);
        sendStatus(Status.error(Status.PUBLISH_REJECTED, why));
        net.endRole(this, CloseReason.of("unsupported", why), true);
    }

    private String who() {
        return "RTMP publisher " + session.peer() + " of " + session.stream();
    }

    @Override
    void sayGoodbye(CloseReason reason) {
        sendStatus(Status.error(Status.UNPUBLISH_SUCCESS, reason.text()));
    }

    @Override
    String figures() {
        return intake.figures();
    }

    @Override
    void writeState(ByteBuf out) {
        NetConnection.writeText(out, name);
        out.writeBoolean(publication != null);
        intake.writeState(out);
        out.writeInt(held.size());
        for (RawMessage message : held) {
            out.writeByte(message.type());
            out.writeInt((int) message.timestamp());
            out.writeInt(message.body().remaining());
            out.writeBytes(message.body().duplicate());
        }
    }

    static PublishingStream readState(ByteBuf in, NetConnection net, int streamId, ClientSession session) {
        PublishingStream stream = new PublishingStream(net, streamId, session, NetConnection.readText(in));
        if (in.readBoolean()) {
            stream.publication = session.publishing().get();
        }
        boolean granted = stream.publication != null;
        stream.intake = MediaIntake.readState(in, granted ? stream.publication.stream().tracks() : List.of(), stream::who);
        if (granted) {
            stream.intake.begin(stream.publication);
        }
        for (int left = in.readInt(); left > 0; left--) {
            int type = in.readUnsignedByte();
            long timestamp = in.readUnsignedInt();
            byte[] body = new byte[in.readInt()];
            in.readBytes(body);
            stream.hold(new RawMessage(type, streamId, timestamp, ByteBuffer.wrap(body)));
        }
        return stream;
    }
}
