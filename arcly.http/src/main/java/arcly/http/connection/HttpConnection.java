package arcly.http.connection;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.http.HttpException;
import arcly.api.http.HttpReply;
import arcly.api.stream.CloseReason;
import arcly.http.HttpSettings;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One HTTP/1.1 connection: requests one after the other, each answered before the next is looked at. So pipelined requests are
 * answered in order, what waits is undecoded bytes, and what is handed over is at most one request or one reply. On the loop.
 */
final class HttpConnection implements ConnectionHandler {
    static final String BATON = "http.connection";
    static final int BATON_VERSION = 1;

    private static final Logger LOG = LoggerFactory.getLogger(HttpConnection.class);

    /**
     * For an answer to who has said all it will. That looks the same from one that waits and from one that has left; a long poll is
     * not kept for the latter.
     */
    private static final long ANSWER_TO_SILENT_NANOS = TimeUnit.SECONDS.toNanos(2);

    // for life
    private final Connection connection;
    private final HttpContext context;
    private final HttpDecoder decoder = new HttpDecoder(this);
    private final Deadline patience;
    private final OutputWatch output;
    private final Answering answering;
    private final Reading reading;

    // of where it is
    private Phase phase = Phase.HEAD;
    private boolean inputEnded;
    private boolean over;
    private boolean closeAfter;

    // of one request
    private Request request; // null until its head was read
    private Outgoing outgoing; // null unless REPLYING

    private HttpConnection(Connection connection, HttpContext context) {
        this.connection = connection;
        this.context = context;
        this.patience = new Deadline(connection, context.nanoTime(), this::tooLate);
        this.output = new OutputWatch(connection, () -> settings().replyTimeout(), this::replyNotTaken);
        this.answering = new Answering(this, connection, context);
        this.reading = new Reading(this, answering, context.settings().get().limits());
    }

    static HttpConnection accept(Connection connection, HttpContext context) {
        HttpConnection made = new HttpConnection(connection, context);
        connection.established(); // the time for a head is this connection's own, for each request
        made.reading.headBegun(true);
        made.headTimeBegins();
        connection.install("http", made.decoder);
        return made;
    }

    // ---- hand-over

    static HttpConnection adopt(Connection connection, HttpContext context, Baton baton) throws HandoverException {
        HttpConnection made = new HttpConnection(connection, context);
        try {
            connection.install("http", made.decoder);
            made.readState(Unpooled.wrappedBuffer(baton.bytes()));
            made.flush();
            return made;
        } catch (IllegalStateException | IllegalArgumentException | IndexOutOfBoundsException | HttpException notReadable) {
            throw new HandoverException(baton + " cannot be read: " + notReadable.getMessage());
        }
    }

    private void readState(ByteBuf in) {
        Departures.read(in, context.routes());
        phase = Phase.values()[in.readByte()];
        closeAfter = in.readBoolean();
        reading.headBegun(in.readBoolean());
        long left = in.readLong();
        if (left > 0) {
            patience.in(left);
        }
        if (in.readBoolean()) {
            request = Request.readState(in);
        }
        switch (phase) {
            case ASKED -> guarded(() -> answering.ask(request));
            case REPLYING -> {
                boolean stream = in.readByte() == StreamOut.KIND;
                outgoing = stream ? StreamOut.adopt(this, connection, in) : FileOut.adopt(this, connection, in);
                guarded(outgoing::pump);
            }
            case CLOSING -> closing();
            default -> { }
        }
    }

    @Override
    public List<Baton> park() {
        reading.stop();
        HttpReply given = answering.park();
        if (given != null && !over) {
            guarded(() -> send(given)); // the route was told that it counts
        }
        over = true;
        ByteBuf out = Unpooled.buffer();
        Departures.write(out, context.routes().departures());
        out.writeByte(phase.ordinal()).writeBoolean(closeAfter).writeBoolean(reading.isHeadBegun()).writeLong(patience.left());
        out.writeBoolean(request != null);
        if (request != null) {
            request.writeState(out);
        }
        if (outgoing != null) {
            outgoing.park(out);
        }
        return List.of(Baton.of(BATON, BATON_VERSION, ByteBufUtil.getBytes(out)));
    }

    @Override
    public void drain(CloseReason reason) {
        switch (phase) {
            case ASKED -> guarded(() -> answering.refuse(new HttpException(503, "The server is stopping."), true));
            case REPLYING -> guarded(() -> {
                closeAfter = true;
                outgoing.endEarly();
            });
            case HEAD, SKIPPING -> close(reason);
            default -> { }
        }
    }

    // ---- input

    void received(ByteBuf in) {
        reading.received(in);
    }

    boolean takesInput() {
        return reading.takesInput();
    }

    Phase phase() {
        return phase;
    }

    boolean isOver() {
        return over;
    }

    boolean isWritable() {
        return connection.isWritable();
    }

    /** The one being answered, or whose body is being read over. */
    Request request() {
        return request;
    }

    void headTimeBegins() {
        patience.in(settings().headerTimeout());
    }

    void ask(Request next) {
        request = next;
        phase = Phase.ASKED;
        answering.ask(next);
    }

    /** The route wants more of the body than it has. */
    void bodyWanted() {
        if (over || phase != Phase.ASKED) {
            return;
        }
        guarded(() -> {
            answering.give();
            if (phase == Phase.ASKED && answering.wantsBody()) {
                if (request.isContinueDue()) {
                    write(ByteBufUtil.writeAscii(connection.allocator(), "HTTP/1.1 100 Continue\r\n\r\n"));
                    connection.flush();
                }
                if (patience.left() > settings().bodyTimeout().toNanos()) {
                    patience.in(settings().bodyTimeout());
                }
            }
            resume();
        });
    }

    /** There is more body than the route allows, and it may not say so itself. */
    void bodyRefused(RequestBody of, HttpException why) {
        if (!over && phase == Phase.ASKED && answering.reads(of)) {
            guarded(() -> answering.refuse(why, true));
        }
    }

    // ---- answers

    void answered(Exchange exchange) {
        if (over || !answering.isCurrent(exchange)) {
            return; // parked: its reply was found there; or closed
        }
        guarded(() -> {
            HttpReply reply = answering.takeReply();
            if (reply != null) {
                send(reply);
                resume();
            }
        });
    }

    void routeLeft(Exchange exchange) {
        if (!over && answering.isCurrent(exchange)) {
            guarded(() -> {
                HttpReply given = answering.takeReply();
                if (given == null) {
                    answering.ask(request);
                } else {
                    send(given);
                }
                resume();
            });
        }
    }

    void routeCame(Exchange exchange) {
        if (!over && answering.isCurrent(exchange)) {
            guarded(() -> {
                answering.ask(request);
                resume();
            });
        }
    }

    /** A route is asked, or asked again. */
    void answerTimeBegins() {
        patience.in(settings().answerTimeout());
        if (inputEnded) {
            waitAtMost(ANSWER_TO_SILENT_NANOS);
        }
    }

    /** Time for a route that left to come back. */
    void waitAtMost(long nanos) {
        if (patience.left() > nanos) {
            patience.in(nanos);
        }
    }

    /** Answers for the routes. */
    void refused(HttpReply reply, boolean close) {
        closeAfter |= close;
        send(reply);
    }

    /** Writes a reply, or begins to. */
    void send(HttpReply reply) {
        patience.none();
        closeAfter |= request == null || !request.head().keepAlive() || !request.isRestSkippable();
        if (request != null) {
            request.body().forget();
        }
        phase = Phase.REPLYING;
        Sending sent = answering.write(reply, request == null ? null : request.head(), closeAfter);
        outgoing = sent.outgoing();
        closeAfter |= sent.close();
        if (outgoing == null) {
            replied();
        } else {
            outgoing.pump();
        }
    }

    /** All of a reply is written. */
    void replied() {
        boolean later = outgoing != null;
        outgoing = null;
        answering.log();
        if (closeAfter) {
            closing();
        } else if (!request.body().isComplete()) {
            phase = Phase.SKIPPING;
            patience.in(settings().bodyTimeout());
        } else {
            nextRequest();
        }
        if (later) {
            resume();
        }
    }

    void nextRequest() {
        phase = Phase.HEAD;
        request = null;
        patience.in(settings().keepAliveTimeout());
    }

    void closing() {
        phase = Phase.CLOSING;
        patience.none();
        flush();
        closeOnceTaken();
    }

    /** The transport gives a goodbye two seconds: a long reply is waited for here. */
    private void closeOnceTaken() {
        if (connection.pendingBytes() == 0) {
            close(CloseReason.LEFT.because("as the reply said"));
        } else if (!over) {
            connection.schedule(Duration.ofMillis(100), this::closeOnceTaken);
        }
    }

    void write(ByteBuf unit) {
        connection.write(unit);
    }

    void flush() {
        if (!over) {
            connection.flush();
            output.look();
        }
    }

    /** Goes on with what waits undecoded. */
    private void resume() {
        if (reading.isBusy() || over) {
            return;
        }
        try {
            decoder.resume();
        } catch (Exception wrong) {
            failed(wrong);
        }
        if (inputEnded && !over && phase == Phase.HEAD) {
            closing();
        }
    }

    void writabilityChanged() {
        if (over || !connection.isWritable()) {
            return;
        }
        guarded(() -> {
            if (outgoing != null) {
                outgoing.pump();
            } else {
                resume();
            }
        });
    }

    // ---- ends

    /** The client has said all it will; what it asked for is still answered. */
    void inputEnded() {
        if (over) {
            return;
        }
        inputEnded = true;
        guarded(() -> {
            resume();
            if (outgoing != null && outgoing.isEndless()) {
                close(CloseReason.LEFT);
            } else if (phase == Phase.SKIPPING || phase == Phase.ASKED && answering.wantsBody()) {
                close(CloseReason.LOST.because("the client closed the connection within a request"));
            } else if (phase == Phase.ASKED) {
                waitAtMost(ANSWER_TO_SILENT_NANOS);
            }
        });
    }

    void gone() {
        over = true;
        patience.none();
        answering.end();
        if (outgoing != null) {
            outgoing.cancel();
            outgoing = null;
        }
    }

    private void tooLate() {
        guarded(() -> {
            switch (phase) {
                case HEAD -> {
                    if (reading.isHeadBegun() && decoder.holdsAny()) {
                        answering.refuse(new HttpException(408, "the request did not come to its end in time"), false);
                    } else {
                        close(CloseReason.IDLE);
                    }
                }
                case ASKED -> {
                    if (inputEnded && !answering.isSettling()) {
                        close(CloseReason.LEFT.because("the client closed the connection and had no answer yet"));
                    } else {
                        answering.tooLate(request);
                    }
                }
                case SKIPPING -> close(CloseReason.LOST.because("the body did not come to its end in time"));
                default -> { }
            }
            resume();
        });
    }

    private void replyNotTaken() {
        close(CloseReason.LOST.because("the client does not read its reply"));
        decoder.cut(); // to wait until what was written has gone out, as a close does, would be to wait for this client again
    }

    /** A reply cannot be finished. */
    void broken(String why) {
        LOG.debug("HTTP client {}: {}", connection.remoteAddress(), why);
        close(CloseReason.of("internal.error", why));
    }

    void close(CloseReason reason) {
        if (!over) {
            gone();
            connection.flush();
            connection.close(reason);
        }
    }

    void failed(Throwable cause) {
        if (over) {
            return;
        }
        if (cause instanceof IOException) {
            close(CloseReason.LOST.because("the connection broke: " + cause.getMessage()));
        } else {
            LOG.error("HTTP connection from {} is closed because of a fault: {}", connection.remoteAddress(),
                    FaultText.of(cause));
            close(CloseReason.of("internal.error", cause.toString()));
        }
    }

    /** Runs what is called back: what goes wrong there ends this connection as what goes wrong in reading. */
    void guarded(Runnable callback) {
        try {
            callback.run();
        } catch (RuntimeException wrong) {
            failed(wrong);
        }
        if (!reading.isBusy()) { // otherwise with what else was read
            flush();
        }
    }

    HttpSettings settings() {
        return context.settings().get();
    }
}
