package arcly.itest.line;

import arcly.api.handover.Baton;
import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.session.Sessions;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.Viewer;
import arcly.transport.ViewerEvent;
import arcly.transport.WireOptions;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** One line connection: at most one session, all on the connection's loop. */
final class LineHandler extends ChannelInboundHandlerAdapter implements ConnectionHandler {
    static final String BATON = "line.connection";
    static final int BATON_VERSION = 1;

    private static final String SESSION = "line";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final Track TRACK = Track.of(0, Codec.of("com.example.numbers", TrackKind.VIDEO)).build();

    private final Connection connection;
    private final Sessions sessions;
    private ClientSession session;
    private long units;

    LineHandler(Connection connection, Sessions sessions) {
        this.connection = connection;
        this.sessions = sessions;
        connection.install("line.decoder", new LineDecoder());
        connection.install("line.handler", this);
    }

    void greet(String text) {
        say('H', text);
    }

    /** Takes a predecessor's place: what was asked, answered and opened stands at the session. */
    void goOn(byte[] baton) {
        units = ByteBuffer.wrap(baton).getLong();
        session = connection.attached().get(SESSION);
        if (session == null) {
            return;
        }
        Viewer viewer = connection.viewer(SESSION);
        if (viewer != null) {
            viewer.arm(options(), this::happened);
        } else if (session.playing() != null) {
            session.playing().arm(connection.loop(), this::mayPlay);
        } else if (session.publishing() != null && !publishes()) {
            session.publishing().arm(connection.loop(), this::mayPublish);
        }
        session.arm(connection.loop(), this::closed);
        listen();
    }

    @Override
    public List<Baton> park() {
        if (session != null) {
            session.disarm();
            if (session.playing() != null) {
                session.playing().disarm();
            }
            if (session.publishing() != null) {
                session.publishing().disarm();
                if (publishes()) {
                    session.publishing().get().disarm();
                }
            }
        }
        return List.of(Baton.of(BATON, BATON_VERSION, ByteBuffer.allocate(Long.BYTES).putLong(units).array()));
    }

    @Override
    public void drain(CloseReason reason) {
        say('B', reason.code());
        leave(reason);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        LineUnit unit = (LineUnit) message;
        units++;
        try {
            switch (unit.type()) {
                case 'P' -> publish(StreamKey.parse(unit.text()));
                case 'V' -> view(StreamKey.parse(unit.text()));
                case 'F' -> frame(unit.body());
                default -> leave(CloseReason.PROTOCOL.because("unit '" + unit.type() + "'"));
            }
        } catch (StreamException wrong) {
            refuse(wrong);
        } finally {
            unit.body().release();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            leave(CloseReason.LEFT);
        }
        ctx.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (session != null) {
            session.end(CloseReason.LOST);
        }
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        leave(CloseReason.PROTOCOL.because(String.valueOf(cause.getMessage())));
    }

    private void publish(StreamKey key) {
        if (session != null) {
            leave(CloseReason.PROTOCOL.because("asked twice"));
            return;
        }
        open(SessionRequest.publisher("line", key));
        session.publish(PATIENCE).arm(connection.loop(), this::mayPublish);
    }

    private void view(StreamKey key) {
        if (session != null) {
            leave(CloseReason.PROTOCOL.because("asked twice"));
            return;
        }
        open(SessionRequest.viewer("line", key));
        session.play(PATIENCE).arm(connection.loop(), this::mayPlay);
    }

    private void open(SessionRequest.Builder request) {
        session = sessions.open(request.peer(connection.remoteAddress()).build());
        connection.established();
        connection.attach(SESSION, session);
        session.arm(connection.loop(), this::closed);
    }

    private void mayPublish() {
        try {
            Publication publication = session.publishing().get();
            publication.declare(List.of(TRACK), true);
            listen();
            say('K', session.stream().toString());
        } catch (StreamException refused) {
            refuse(refused);
        }
    }

    private void mayPlay() {
        try {
            Answer<LiveStream> answer = session.playing();
            answer.get();
            session.open(ReadOptions.viewer());
            say('K', session.stream().toString());
            connection.view(SESSION, options(), this::happened);
        } catch (StreamException refused) {
            refuse(refused);
        }
    }

    private boolean publishes() {
        return session.role() == Session.Role.PUBLISHER && session.publishing() != null && session.publishing().isDone()
                && session.state() == Session.State.ACTIVE;
    }

    private void listen() {
        if (publishes()) {
            session.publishing().get().arm(connection.loop(), signal -> {
                if (signal.reason() != null) {
                    leave(signal.reason());
                }
            });
        }
    }

    private void frame(ByteBuf body) {
        if (session == null || !publishes()) {
            leave(CloseReason.PROTOCOL.because("a frame before the server agreed"));
            return;
        }
        boolean key = body.readBoolean();
        long dts = body.readLong();
        byte[] payload = new byte[body.readableBytes()];
        body.readBytes(payload);
        session.publishing().get().publish(Frame.of(TRACK).dts(dts).key(key).payload(Payload.wrap(payload)).build());
        session.transferred(payload.length, 0);
    }

    private void happened(ViewerEvent event) {
        if (event.kind() == ViewerEvent.Kind.ENDED) {
            say('B', event.reason().code());
            leave(event.reason());
        }
    }

    private void closed(CloseReason reason) {
        say('B', reason.code());
        connection.close(reason);
    }

    private void refuse(StreamException why) {
        say('E', why.reason() + " " + why.getMessage());
        leave(CloseReason.of("refused", why.getMessage()));
    }

    private void leave(CloseReason reason) {
        if (session != null) {
            session.disarm();
            session.end(reason);
        }
        connection.close(reason);
    }

    private void say(char type, String text) {
        ByteBuf out = connection.allocator().buffer();
        LineUnit.write(out, type, text);
        connection.write(out);
        connection.flush();
    }

    private static WireOptions options() {
        return WireOptions.of(LineForm.NAME, new LineForm());
    }
}
