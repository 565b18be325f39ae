package arcly.rtmp.relay;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.relay.RelayState;
import arcly.api.stream.CloseReason;
import arcly.media.MediaFormatException;
import arcly.rtmp.Printable;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.chunk.AckWindow;
import arcly.rtmp.chunk.ChunkDecoder;
import arcly.rtmp.chunk.ChunkLimits;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.handshake.ClientHandshake;
import arcly.rtmp.message.Acknowledgement;
import arcly.rtmp.message.Aggregate;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.rtmp.message.Video;
import arcly.rtmp.message.WindowAcknowledgementSize;
import arcly.rtmp.session.ByteEnd;
import arcly.rtmp.session.Capabilities;
import arcly.rtmp.session.ChunkStreams;
import arcly.rtmp.session.RtmpDecoder;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One connection of a relay: bytes to messages and back, and the end. What is said is {@link ClientConversation}'s, what is done
 * with the stream its {@link RelayRole}'s.
 *
 * <p>Everything runs on the connection's loop. All of the state travels in one baton, at any moment.
 */
final class RelayLink implements ConnectionHandler, ByteEnd, ClientConversation.Outcome {
    static final String BATON = "rtmp.relay";
    static final int BATON_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(RelayLink.class);
    private static final int FIRST_CHUNK_SIZE = 128; // RTMP 1.0, 5.4.1
    /** Fine enough for time-outs of 100 ms and above; there are few relays. */
    private static final Duration TICK = Duration.ofMillis(100);

    /** Who hears of it. On the loop; what comes after {@code ended} is of no interest. */
    interface Owner {
        void running(RelayLink link);

        void slow(RelayLink link, boolean slow);

        void ended(RelayLink link, RelayEnd end);

        /** Another generation serves the connection from now on. */
        void handedOver(RelayLink link);
    }

    private final Connection connection;
    private final RelayContext context;
    private final RelayPlan plan;
    private final RelayTerms terms;
    private final RelayUrl url;
    private final Owner owner;
    private final ClientConversation conversation;
    private final ClientHandshake handshake;
    private final ChunkDecoder decoder;
    private final AckWindow window;
    private final RelayRole role;
    private int chunkSize = FIRST_CHUNK_SIZE;

    // of silence
    private long moved;
    private long movedAt;

    private boolean over; // ended, or parked for another generation
    private boolean unflushed;

    private RelayLink(Connection connection, RelayContext context, RelayPlan plan, RelayTerms terms, RelayUrl url, String auth,
            Owner owner, ClientHandshake handshake, ChunkDecoder decoder, AckWindow window) {
        this.connection = connection;
        this.context = context;
        this.plan = plan;
        this.terms = terms;
        this.url = url;
        this.owner = owner;
        this.handshake = handshake;
        this.decoder = decoder;
        this.window = window;
        conversation = new ClientConversation(url, auth, plan.isPush(), Capabilities.ours(), terms.client(), this);
        role = plan.isPush() ? new PushRole(this) : new PullRole(this);
        movedAt = now();
    }

    /** A new connection: the handshake begins. */
    static RelayLink begin(Connection connection, RelayContext context, RelayPlan plan, RelayTerms terms, RelayUrl url,
            String auth, Owner owner) {
        RelayLink made = new RelayLink(connection, context, plan, terms, url, auth, owner,
                new ClientHandshake(ClientHandshake.Form.SCHEMA_1, ThreadLocalRandom.current()),
                new ChunkDecoder(plan.isPush() ? ChunkLimits.DEFAULT.forCommands() : ChunkLimits.DEFAULT), new AckWindow());
        connection.install("rtmp", new RtmpDecoder(made));
        if (plan.circular() && context.isOwn().test(connection)) {
            made.end(RelayEnd.misconfigured("it leads back to this server: the relay would feed itself"));
            return made;
        }
        made.conversation.begin(made.now());
        made.advanceHandshake(Unpooled.EMPTY_BUFFER);
        made.flush();
        made.nextTick();
        return made;
    }

    /** A connection that another generation has parked. */
    static RelayLink adopt(Connection connection, RelayContext context, RelayPlan plan, RelayTerms terms, RelayUrl url,
            Owner owner, List<Baton> batons) throws HandoverException {
        Baton baton = batons.stream().filter(each -> each.kind().equals(BATON) && each.version() == BATON_VERSION).findFirst()
                .orElseThrow(() -> new HandoverException("batons " + batons + "; " + BATON + " v" + BATON_VERSION + " is known"));
        ByteBuf in = Unpooled.wrappedBuffer(baton.bytes());
        try {
            if (!fingerprint(plan, url).equals(text(in))) {
                throw new HandoverException("the connection goes elsewhere than to " + url.shown() + " now");
            }
            RelayLink made = new RelayLink(connection, context, plan, terms, url, "", owner,
                    ClientHandshake.readState(in, ThreadLocalRandom.current()), ChunkDecoder.readState(in,
                            plan.isPush() ? ChunkLimits.DEFAULT.forCommands() : ChunkLimits.DEFAULT), AckWindow.readState(in));
            made.chunkSize = in.readInt();
            made.conversation.readState(in, made.now());
            made.role.readState(in);
            connection.install("rtmp", new RtmpDecoder(made));
            made.role.goOn();
            made.flush();
            made.nextTick();
            return made;
        } catch (IllegalStateException | IndexOutOfBoundsException notReadable) {
            throw new HandoverException(baton + " cannot be read: " + notReadable.getMessage());
        }
    }

    /** Of all that a successor must want in the same way. In memory only: it holds the secrets. */
    private static String fingerprint(RelayPlan plan, RelayUrl url) {
        return plan.direction() + " " + plan.stream() + " " + url.secure() + " " + url.host() + " " + url.port() + " "
                + url.user() + " " + url.password() + " " + url.app() + " " + url.name();
    }

    @Override
    public List<Baton> park() {
        over = true;
        role.park();
        ByteBuf out = Unpooled.buffer();
        writeText(out, fingerprint(plan, url));
        handshake.writeState(out);
        decoder.writeState(out);
        window.writeState(out);
        out.writeInt(chunkSize);
        conversation.writeState(out, now());
        role.writeState(out);
        owner.handedOver(this);
        return List.of(Baton.of(BATON, BATON_VERSION, ByteBufUtil.getBytes(out)));
    }

    @Override
    public void drain(CloseReason reason) {
        leave(RelayEnd.drained(reason.text()), reason);
    }

    // ---- what the connection brings

    @Override
    public void received(ByteBuf in) {
        if (over) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int before = in.readableBytes();
        if (handshake.isDone() || advanceHandshake(in)) {
            RawMessage message = decoder.next(in);
            while (message != null) {
                take(message);
                message = over ? null : decoder.next(in);
            }
        }
        window.received(before - in.readableBytes());
        Acknowledgement due = window.due();
        if (due != null && !over) {
            say(ChunkStreams.CONTROL, 0, due);
        }
    }

    private boolean advanceHandshake(ByteBuf in) {
        ByteBuf out = connection.allocator().buffer();
        boolean done = false;
        try {
            done = handshake.advance(in, out);
        } finally {
            if (out.isReadable()) {
                connection.write(out);
                unflushed = true;
            } else {
                out.release();
            }
        }
        if (done) {
            connection.established();
            conversation.connect(now());
        }
        return done;
    }

    private void take(RawMessage raw) {
        switch (raw.type()) {
            case Audio.TYPE, Video.TYPE, Data.TYPE, Data.TYPE_AMF3, Aggregate.TYPE -> {
                if (!plan.isPush() && conversation.streamId() != 0 && raw.streamId() == conversation.streamId()) {
                    conversation.mediaCame();
                    role.received(raw);
                }
            }
            default -> {
                RtmpMessage message = RtmpMessage.read(raw.type(), Unpooled.wrappedBuffer(raw.body()), AmfLimits.DEFAULT);
                if (message instanceof WindowAcknowledgementSize size) {
                    window.window(size.bytes());
                } else {
                    conversation.received(message, raw.streamId(), now());
                }
            }
        }
    }

    @Override
    public void inputEnded() {
        gone();
    }

    @Override
    public void gone() {
        ended(RelayEnd.retry(RelayState.LOST, "the remote closed the connection" + switch (conversation.phase()) {
            case HANDSHAKE -> " instead of answering the handshake";
            case CONNECT -> " instead of answering connect";
            case CREATE -> " instead of answering createStream";
            case START -> plan.isPush() ? " instead of answering publish" : " instead of answering play";
            default -> "";
        }));
    }

    @Override
    public void failed(Throwable thrown) {
        // Netty wraps what is no DecoderException into one.
        Throwable cause = thrown.getClass() == DecoderException.class && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RtmpException) {
            ended(RelayEnd.retry(RelayState.BROKEN, "the remote broke the protocol: " + url.scrubbed(cause.getMessage())));
        } else if (cause instanceof MediaFormatException) { // in a codec that is not served
            ended(RelayEnd.retry(RelayState.BROKEN, "the remote sends what cannot be used: " + cause.getMessage()));
        } else if (cause instanceof IOException) {
            ended(RelayEnd.retry(RelayState.LOST, "the connection broke: " + cause.getMessage()));
        } else if (!over) {
            LOG.error("{}: a fault of ours: {}", plan, Printable.trace(cause));
            ended(RelayEnd.retry(RelayState.LOST, "a fault of ours: " + cause));
        }
    }

    // ---- time

    private void nextTick() {
        if (!over) {
            connection.schedule(TICK, () -> guarded(this::tick));
        }
    }

    private void tick() {
        long now = now();
        conversation.tick(now);
        if (conversation.phase() == ClientConversation.Phase.LIVE && !over) {
            role.tick(now);
            lookForSilence(now);
        }
        nextTick();
    }

    /**
     * A remote that is pulled from is silent if nothing comes; one that is pushed to, if it takes nothing of what waits for it.
     */
    private void lookForSilence(long now) {
        long bytes = plan.isPush() ? connection.bytesOut() : connection.bytesIn();
        if (bytes != moved || plan.isPush() && connection.pendingBytes() == 0) {
            moved = bytes;
            movedAt = now;
        } else if (now - movedAt >= terms.client().silence().toNanos()) {
            ended(RelayEnd.retry(RelayState.LOST, (plan.isPush() ? "the remote has taken nothing for " : "nothing came for ")
                    + terms.client().silence().toMillis() + " ms"));
        }
    }

    long now() {
        return context.nanoTime().getAsLong();
    }

    // ---- what the conversation wants

    @Override
    public void say(int chunkStream, int streamId, RtmpMessage message) {
        ByteBuf out = connection.allocator().buffer();
        ChunkWriter.write(out, chunkSize, chunkStream, 0, streamId, message);
        connection.write(out);
        unflushed = true;
        if (message instanceof SetChunkSize size) {
            chunkSize = size.bytes();
        }
    }

    @Override
    public void flush() {
        if (unflushed) {
            unflushed = false;
            connection.flush();
        }
    }

    @Override
    public void live(int streamId) {
        role.begin();
    }

    /** It cannot go on. */
    @Override
    public void ended(RelayEnd end) {
        if (!over) {
            conversation.sayGoodbye();
            end(end);
        }
    }

    private void end(RelayEnd end) {
        finish(end, (end.next() == RelayEnd.Next.STAY ? CloseReason.LEFT : CloseReason.LOST).because(end.text()));
    }

    /** It need not go on. */
    void leave(RelayEnd end, CloseReason reason) {
        if (!over) {
            conversation.sayGoodbye();
            finish(end, reason);
        }
    }

    /** The one place where it ends. */
    private void finish(RelayEnd end, CloseReason reason) {
        over = true;
        role.end(reason);
        flush();
        connection.close(reason);
        owner.ended(this, end);
    }

    // ---- what the role needs

    Connection connection() {
        return connection;
    }

    RelayContext context() {
        return context;
    }

    RelayPlan plan() {
        return plan;
    }

    RelayTerms terms() {
        return terms;
    }

    int streamId() {
        return conversation.streamId();
    }

    /** What the remote has said that it can do. */
    Capabilities remote() {
        return conversation.remote();
    }

    int chunkSize() {
        return chunkSize;
    }

    boolean isOver() {
        return over;
    }

    RelayRole role() {
        return role;
    }

    void running() {
        owner.running(this);
    }

    void slow(boolean slow) {
        owner.slow(this, slow);
    }

    /** Runs what is called back from outside, unless this has ended or was handed over in between. */
    void guarded(Runnable callback) {
        if (over) {
            return;
        }
        try {
            callback.run();
        } catch (RuntimeException wrong) {
            failed(wrong);
        }
        flush();
    }

    static void writeText(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    static String text(ByteBuf in) {
        int length = in.readInt();
        return in.readCharSequence(length, StandardCharsets.UTF_8).toString();
    }
}
