package arcly.rtmp.session;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.session.ClientSession;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamException;
import arcly.media.MediaFormatException;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Aggregate;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.Video;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A message stream on which the client publishes: its messages become frames of a kernel publication. */
final class PublishingStream extends StreamRole {
    private static final Logger LOG = LoggerFactory.getLogger(PublishingStream.class);
    /** What a client may send before it is answered: two seconds at 16 Mbit/s. Clients in use wait for the answer. */
    private static final int MOST_HELD_BYTES = 4 << 20;
    private static final int HEADER_BYTES = 12; // what a chunk header and its like add to a message, roughly

    private final String name;
    private final RarelyLogged malformed = new RarelyLogged();
    private final RarelyLogged refused = new RarelyLogged();

    // until the kernel has answered
    private Answer<Publication> answer;
    private final Deque<RawMessage> held = new ArrayDeque<>();
    private int heldBytes;

    // afterwards
    private Publication publication; // null before
    private FlvInput input = new FlvInput();
    private TrackExpectation expected = new TrackExpectation();
    private long frames;

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
        takeWhatIsSound(raw);
    }

    private void takeWhatIsSound(RawMessage raw) {
        try {
            take(raw);
        } catch (MediaFormatException broken) {
            if (broken.isUnsupported()) {
                reject(broken.getMessage());
            } else {
                malformed.happened(LOG, who(), broken.getMessage());
            }
        } catch (StreamException notTaken) { // a publication that has ended: its signal is on the way
            refused.happened(LOG, who(), notTaken.getMessage());
        }
    }

    private void hold(RawMessage raw) {
        heldBytes += raw.body().remaining() + HEADER_BYTES;
        if (heldBytes > MOST_HELD_BYTES) {
            throw new RtmpException("more than " + MOST_HELD_BYTES + " bytes of media before publish was answered");
        }
        held.add(raw);
    }

    private void take(RawMessage raw) {
        switch (raw.type()) {
            case Video.TYPE -> media(input.video(raw.body(), raw.timestamp()));
            case Audio.TYPE -> media(input.audio(raw.body(), raw.timestamp()));
            case Aggregate.TYPE -> new Aggregate(raw.body()).split(streamId, raw.timestamp(), part -> {
                if (!hasLeft()) {
                    takeWhatIsSound(part);
                }
            });
            case Data.TYPE, Data.TYPE_AMF3 -> data(raw);
            default -> { } // inside an aggregate anything may lie
        }
    }

    private void media(Frame frame) {
        if (expected.shallDeclare(input)) {
            publication.declare(input.tracks(), expected.isComplete());
        }
        if (frame != null) {
            publish(frame);
        }
    }

    private void publish(Frame frame) {
        switch (publication.publish(frame)) {
            case ACCEPTED -> frames++;
            case REFUSED -> refused.happened(LOG, who(), "refused " + frame);
            default -> { } // gone: the publication's signal says why
        }
    }

    private void data(RawMessage raw) {
        ByteBuf body = Unpooled.wrappedBuffer(raw.body());
        List<Object> values = ((Data) RtmpMessage.read(raw.type(), body, net.rtmp().amf())).values();
        if (values.isEmpty() || !(values.get(0) instanceof String handler)) {
            return; // nobody could be told by it
        }
        switch (handler) {
            case "@setDataFrame" -> {
                if (values.size() > 2 && values.get(1) instanceof String of) {
                    keep(of, values.get(2));
                }
            }
            case "@clearDataFrame" -> {
                if (values.size() > 1 && values.get(1) instanceof String of) {
                    keep(of, null);
                }
            }
            case Metadata.NAME -> keep(handler, values.size() > 1 ? values.get(1) : null);
            default -> {
                if (!handler.startsWith("|")) { // |RtmpSampleAccess and its like are for the player next door
                    media(input.data(inAmf0(raw, values), raw.timestamp()));
                }
            }
        }
    }

    private static Payload inAmf0(RawMessage raw, List<Object> values) {
        if (raw.type() == Data.TYPE) {
            ByteBuffer body = raw.body();
            return Payload.wrap(body.array(), body.arrayOffset() + body.position(), body.remaining());
        }
        ByteBuf out = Unpooled.buffer();
        new Data(Data.TYPE, values).write(out);
        return Payload.wrap(ByteBufUtil.getBytes(out));
    }

    private void keep(String of, Object value) {
        Map<String, Object> properties = value instanceof EcmaArray array ? array.entries()
                : value instanceof AmfObject object ? object.properties() : Map.of();
        if (of.equals(Metadata.NAME)) {
            expected.announced(properties);
        }
        try {
            publication.metadata(of, Metadata.toKernel(value));
        } catch (StreamException tooMuch) {
            malformed.happened(LOG, who(), tooMuch.getMessage());
        }
    }

    private void reject(String found) {
        String why = found + "; publish H.264 and AAC";
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
        return frames + " frames, " + refused.count() + " refused, " + malformed.count() + " malformed messages";
    }

    @Override
    void writeState(ByteBuf out) {
        NetConnection.writeText(out, name);
        out.writeBoolean(publication != null);
        out.writeLong(frames);
        input.writeState(out);
        expected.writeState(out);
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
        stream.frames = in.readLong();
        stream.input = FlvInput.readState(in, stream.publication == null ? List.of() : stream.publication.stream().tracks());
        stream.expected = TrackExpectation.readState(in);
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
