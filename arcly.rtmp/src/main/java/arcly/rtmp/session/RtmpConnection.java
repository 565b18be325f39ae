package arcly.rtmp.session;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.stream.CloseReason;
import arcly.rtmp.Printable;
import arcly.rtmp.RtmpException;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.chunk.AckWindow;
import arcly.rtmp.chunk.ChunkDecoder;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.handshake.ServerHandshake;
import arcly.rtmp.message.Acknowledgement;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One RTMP connection: bytes to messages and back, acknowledgements, and the end. What messages mean is {@link NetConnection}'s.
 *
 * <p>Everything runs on the connection's loop. All of the state travels in one baton, at any moment.
 */
final class RtmpConnection implements ConnectionHandler, ByteEnd {
    static final String BATON = "rtmp.connection";
    static final int BATON_VERSION = 2;

    private static final Logger LOG = LoggerFactory.getLogger(RtmpConnection.class);
    /** For a client to come to its next key frame and go; half of what a drain takes by default, so that goodbye has its time. */
    private static final Duration RECONNECT_TIME = Duration.ofMillis(1500);
    private static final int FIRST_CHUNK_SIZE = 128; // RTMP 1.0, 5.4.1

    private final Connection connection;
    private final RtmpContext context;
    private final AmfLimits amf;
    private final NetConnection net;

    // how far the conversation is
    private ServerHandshake handshake;
    private ChunkDecoder decoder;
    private AckWindow window;
    private int chunkSize = FIRST_CHUNK_SIZE;

    private boolean closing;
    private boolean unflushed;

    private RtmpConnection(Connection connection, RtmpContext context, ServerHandshake handshake, ChunkDecoder decoder,
            AckWindow window) {
        this.connection = connection;
        this.context = context;
        this.amf = context.settings().get().amf();
        this.handshake = handshake;
        this.decoder = decoder;
        this.window = window;
        net = new NetConnection(this);
    }

    static RtmpConnection accept(Connection connection, RtmpContext context) {
        RtmpConnection made = new RtmpConnection(connection, context, new ServerHandshake(ThreadLocalRandom.current()),
                new ChunkDecoder(context.settings().get().chunks().forCommands()), new AckWindow());
        connection.install("rtmp", new RtmpDecoder(made));
        return made;
    }

    static RtmpConnection adopt(Connection connection, RtmpContext context, Baton baton) throws HandoverException {
        ByteBuf in = Unpooled.wrappedBuffer(baton.bytes());
        try {
            RtmpConnection made = new RtmpConnection(connection, context,
                    ServerHandshake.readState(in, ThreadLocalRandom.current()),
                    ChunkDecoder.readState(in, context.settings().get().chunks().forCommands()), AckWindow.readState(in));
            made.chunkSize = in.readInt();
            made.net.readState(in);
            connection.install("rtmp", new RtmpDecoder(made));
            made.net.goOn();
            made.flush();
            return made;
        } catch (IllegalStateException | IndexOutOfBoundsException notReadable) {
            throw new HandoverException(baton + " cannot be read: " + notReadable.getMessage());
        }
    }

    @Override
    public List<Baton> park() {
        net.park();
        ByteBuf out = Unpooled.buffer();
        handshake.writeState(out);
        decoder.writeState(out);
        window.writeState(out);
        out.writeInt(chunkSize);
        net.writeState(out);
        return List.of(Baton.of(BATON, BATON_VERSION, ByteBufUtil.getBytes(out)));
    }

    @Override
    public void drain(CloseReason reason) {
        if (!closing && net.askToReconnect(reason)) {
            flush();
            connection.schedule(RECONNECT_TIME, () -> guarded(() -> leave(reason)));
        } else {
            leave(reason);
        }
    }

    private void leave(CloseReason reason) {
        if (!closing) {
            net.sayGoodbye(reason);
            close(reason);
        }
    }

    /** Takes what it can from {@code in}; at most an incomplete handshake block or chunk header stays. */
    @Override
    public void received(ByteBuf in) {
        if (closing) {
            in.skipBytes(in.readableBytes());
            return;
        }
        int before = in.readableBytes();
        if (handshake.isDone() || handshaken(in)) {
            RawMessage message = decoder.next(in);
            while (message != null) {
                net.received(message);
                message = closing ? null : decoder.next(in);
            }
        }
        window.received(before - in.readableBytes());
        Acknowledgement due = window.due();
        if (due != null && !closing) {
            send(ChunkStreams.CONTROL, 0, due);
        }
    }

    private boolean handshaken(ByteBuf in) {
        ByteBuf answer = connection.allocator().buffer();
        boolean done = false;
        try {
            done = handshake.advance(in, answer);
        } finally {
            if (answer.isReadable()) {
                connection.write(answer);
                unflushed = true;
            } else {
                answer.release();
            }
        }
        return done;
    }

    /** The client publishes: from here on messages may be as long as media is. */
    void expectMedia() {
        decoder.limits(settings().chunks());
    }

    /** Writes one message; it goes out with the next {@link #flush}. */
    void send(int chunkStream, int streamId, RtmpMessage message) {
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

    /** The client closed its side: that is how most players leave, but a publisher says goodbye if it means it. */
    @Override
    public void inputEnded() {
        boolean left = net.playersLeft();
        close((left ? CloseReason.LEFT : CloseReason.LOST).because("the client closed the connection"));
    }

    @Override
    public void gone() {
        if (!closing) {
            closing = true;
            net.end(CloseReason.LOST);
        }
    }

    @Override
    public void failed(Throwable thrown) {
        if (closing) {
            return;
        }
        // Netty wraps what is no DecoderException into one.
        Throwable cause = thrown.getClass() == DecoderException.class && thrown.getCause() != null ? thrown.getCause() : thrown;
        if (cause instanceof RtmpException) {
            if (context.misbehaviour().mayWrite(LOG)) {
                LOG.warn("RTMP client {} broke the protocol and is closed: {}", connection.remoteAddress(), cause.getMessage());
            }
            close(CloseReason.PROTOCOL.because(cause.getMessage()));
        } else if (cause instanceof IOException) {
            LOG.debug("RTMP connection from {} broke: {}", connection.remoteAddress(), cause.getMessage());
            close(CloseReason.LOST.because("the connection broke: " + cause.getMessage()));
        } else {
            LOG.error("RTMP connection from {} is closed because of a fault of ours: {}", connection.remoteAddress(),
                    Printable.trace(cause));
            close(CloseReason.of("internal.error", cause.toString()));
        }
    }

    /** Runs what is called back from outside: what goes wrong there ends this connection as what goes wrong in reading. */
    void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException wrong) {
            failed(wrong);
        }
        flush();
    }

    /** Ends everything on this connection; what was written still goes out. */
    void close(CloseReason reason) {
        if (closing) {
            return;
        }
        closing = true;
        net.end(reason);
        flush();
        connection.close(reason);
    }

    boolean isClosing() {
        return closing;
    }

    Connection connection() {
        return connection;
    }

    RtmpContext context() {
        return context;
    }

    RtmpSettings settings() {
        return context.settings().get();
    }

    AmfLimits amf() {
        return amf;
    }

    AckWindow window() {
        return window;
    }

    /** Of what is sent to the client now. */
    int chunkSize() {
        return chunkSize;
    }
}
