package arcly.rtmp.relay;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.relay.RelayState;
import arcly.api.relay.RelayStatus;
import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ConnectionTimer;
import arcly.transport.DialSpec;
import arcly.transport.Dialled;
import arcly.transport.TlsTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One stream and one remote: connects, connects again, and says how it stands. Any thread; changes under its lock, under which
 * nothing waits.
 */
final class Relay {
    private static final Logger LOG = LoggerFactory.getLogger(Relay.class);
    /** A connection that held so long was good: the next failure is the first again. */
    private static final Duration GOOD = Duration.ofSeconds(10);
    /** A stream may wait for its publisher for an hour, its grace, without a byte; a dead remote is found out otherwise. */
    private static final Duration IDLE = Duration.ofHours(2);
    private static final int MOST_MOVES = 5; // one after the other: more are a circle of load balancers
    private static final Duration SLACK = Duration.ofSeconds(1);

    /** With which the system's own begin: an exception's name, a system call's. */
    private static final Pattern PROGRAMMERS_WORDS =
            Pattern.compile("^(?:\\w+Exception: )?(?:\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): )?");

    private final RelayContext context;
    private final RelayPlan plan;
    private final Predicate<RelayEnd> isWanted;
    private final Consumer<Relay> over;
    private volatile RelayTerms terms;

    // guarded by this
    private boolean stopped;
    private Dialled dialled;
    private ConnectionTimer timer; // of the next attempt, or for the connection that should be there by then
    private RelayLink link;        // null while there is no connection
    private long number;           // of the attempt that counts
    private long failures;         // since a connection was good
    private int moves;
    private RelayUrl url;
    private String auth = "";
    private Instant runningSince;
    private boolean logged;        // the present trouble

    // what is shown
    private RelayState state = RelayState.WAITING;
    private Instant since;
    private Instant nextAttempt;
    private String lastError = "";

    /**
     * @param isWanted asked with what has gone wrong, and with null before each attempt: false lets the relay rest. Called under
     *     the relay's lock: takes none itself
     * @param over told once there is nothing left to relay
     */
    Relay(RelayContext context, RelayPlan plan, RelayTerms terms, Predicate<RelayEnd> isWanted, Consumer<Relay> over) {
        this.context = context;
        this.plan = plan;
        this.terms = terms;
        this.isWanted = isWanted;
        this.over = over;
        url = plan.url();
        since = context.clock().instant();
    }

    RelayPlan plan() {
        return plan;
    }

    /** From the next attempt on. */
    void configure(RelayTerms changed) {
        terms = changed;
    }

    /** Connects, or adopts the connection that another generation has left, unless it is about to, or waits for its time. */
    synchronized void start() {
        if (!stopped && timer == null && link == null) {
            again(Duration.ZERO);
        }
    }

    /** True if neither a connection is there nor an attempt planned. */
    synchronized boolean isResting() {
        return timer == null && link == null;
    }

    /** True while there is a connection, which hears of the stream's end by itself. */
    synchronized boolean isServed() {
        return link != null;
    }

    /** When the next attempt would be decent, although none is planned; null: now. */
    synchronized Instant decentAfter() {
        return failures == 0 ? null : since.plus(terms.backoff().after(failures, context.random()));
    }

    private void again(Duration after) {
        nextAttempt = after.isZero() ? null : context.clock().instant().plus(after);
        timer = context.transport().schedule(after, this::attempt);
    }

    /** On a loop, where letting go of the former connection does not wait. */
    private void attempt() {
        Dialled former;
        synchronized (this) {
            former = dialled;
            dialled = null;
        }
        if (former != null) {
            former.hangUp();
        }
        synchronized (this) {
            timer = null;
            if (stopped || link != null) {
                return;
            }
            if (!isWanted.test(null)) {
                nextAttempt = null;
                change(RelayState.WAITING, lastError);
                return;
            }
            RelayTerms now = terms;
            Line line = new Line(++number, url, auth, now);
            nextAttempt = null;
            change(RelayState.CONNECTING, lastError);
            Duration connect = now.client().connectTimeout();
            timer = context.transport().schedule(connect.multipliedBy(url.secure() ? 2 : 1).plus(SLACK), line::overdue);
            dialled = context.transport().dial(spec(now), line, line::failed);
        }
    }

    private DialSpec spec(RelayTerms now) {
        DialSpec spec = DialSpec.of("rtmp", plan.dialPid(), url.host(), url.port())
                .withTimeouts(now.client().connectTimeout(), IDLE);
        return !url.secure() ? spec : spec.withTls(now.trusted().isEmpty() ? TlsTarget.verified()
                : TlsTarget.verified().withTrusted(now.trusted()));
    }

    /** Stops for good, and says goodbye. A publication ends by the reason's rule. */
    void stop(CloseReason reason) {
        RelayLink leaving;
        Dialled left;
        synchronized (this) {
            if (stopped) {
                return;
            }
            stopped = true;
            stopTimer();
            leaving = link;
            left = dialled;
            change(RelayState.WAITING, lastError);
        }
        if (leaving != null) {
            leaving.connection().loop().execute(() -> {
                leaving.leave(RelayEnd.over(reason.text()), reason);
                left.hangUp();
            });
        } else if (left != null) {
            context.transport().schedule(Duration.ZERO, left::hangUp);
        }
    }

    /** Leaves the connection to the next generation. Waits until it is parked. */
    void park() {
        Dialled left;
        synchronized (this) {
            stopped = true;
            stopTimer();
            left = dialled;
        }
        if (left != null) {
            left.close();
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        nextAttempt = null;
    }

    // ---- what comes of an attempt

    private void ended(long of, RelayEnd end) {
        synchronized (this) {
            if (stopped || of != number) {
                return;
            }
            number++; // nothing of this attempt counts any more
            link = null;
            stopTimer();
            switch (end.next()) {
                case RETRY -> retry(end);
                case AT_ONCE -> goOn(end);
                default -> rest(end);
            }
        }
        if (end.next() == RelayEnd.Next.OVER) {
            over.accept(this);
        }
    }

    private void rest(RelayEnd end) {
        stopped = true;
        if (end.state().isTrouble()) {
            trouble(end, "; not tried again");
        } else {
            change(end.state(), lastError);
        }
        Dialled left = dialled;
        if (left != null) {
            context.transport().schedule(Duration.ZERO, left::hangUp);
        }
    }

    private void goOn(RelayEnd end) {
        if (++moves > MOST_MOVES) {
            retry(RelayEnd.retry(RelayState.REFUSED, "sent on more than " + MOST_MOVES + " times in a row"));
            return;
        }
        auth = end.auth();
        if (end.moved() != null) {
            url = end.moved();
            LOG.info("{}: {}", plan, end.text());
        }
        change(RelayState.CONNECTING, lastError);
        again(Duration.ZERO);
    }

    private void retry(RelayEnd end) {
        if (runningSince != null && Duration.between(runningSince, context.clock().instant()).compareTo(GOOD) >= 0) {
            failures = 0;
        }
        runningSince = null;
        failures++;
        moves = 0;
        url = plan.url();
        auth = "";
        boolean wanted = isWanted.test(end);
        Duration wait = terms.backoff().after(failures, context.random());
        trouble(end, wanted ? "; next attempt in " + wait.toMillis() + " ms" : "");
        if (wanted) {
            again(wait);
        }
    }

    /** Says it, unless it was said already and nothing has changed. */
    private void trouble(RelayEnd end, String next) {
        boolean isNew = !logged || !end.text().equals(lastError);
        change(end.state(), end.text());
        if (isNew) {
            logged = true;
            LOG.warn("{}: {}: {}{}", plan, end.state().name().toLowerCase(Locale.ROOT), end.text(), next);
        }
    }

    private void change(RelayState next, String error) {
        if (state != next) {
            state = next;
            since = context.clock().instant();
        }
        lastError = error;
    }

    private synchronized boolean opened(long of, RelayLink made) {
        if (stopped || of != number) {
            return false;
        }
        stopTimer();
        link = made;
        return true;
    }

    private synchronized void running(long of) {
        if (stopped || of != number || state == RelayState.RUNNING) {
            return;
        }
        runningSince = context.clock().instant();
        moves = 0;
        logged = false;
        change(RelayState.RUNNING, "");
        LOG.info("{}: running", plan);
    }

    private synchronized void slow(long of, boolean slow) {
        if (stopped || of != number) {
            return;
        }
        if (slow) {
            change(RelayState.SLOW, "the remote takes less than the stream has");
            LOG.warn("{}: slow: {}", plan, lastError);
        } else {
            change(RelayState.RUNNING, "");
            LOG.info("{}: running, the remote has caught up", plan);
        }
    }

    private synchronized void handedOver(long of) {
        if (of == number) {
            stopTimer();
        }
    }

    RelayStatus status() {
        RelayLink now;
        RelayStatus.Builder status = plan.status();
        synchronized (this) {
            now = link;
            boolean flows = state == RelayState.RUNNING || state == RelayState.SLOW;
            status.state(state, since).attempts(flows ? 0 : failures + (state == RelayState.CONNECTING ? 1 : 0), nextAttempt)
                    .lastError(lastError);
        }
        ClientSession session = now == null ? null : now.role().session;
        if (session != null) {
            boolean push = plan.isPush();
            status.figures(push ? session.bytesOut() : session.bytesIn(), push ? session.lag() : 0, push ? session.skipped() : 0);
        }
        return status.build();
    }

    /** One attempt: its connection, and what comes of it. */
    private final class Line implements ConnectionProtocol, RelayLink.Owner {
        private final long of;
        private final RelayUrl to;
        private final String with;
        private final RelayTerms by;

        Line(long of, RelayUrl to, String with, RelayTerms by) {
            this.of = of;
            this.to = to;
            this.with = with;
            this.by = by;
        }

        @Override
        public ConnectionHandler accept(Connection connection) {
            return boarded(RelayLink.begin(connection, context, plan, by, to, with, this));
        }

        @Override
        public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
            try {
                return boarded(RelayLink.adopt(connection, context, plan, by, to, this, batons));
            } catch (HandoverException refused) {
                // The transport closes the connection and says so. What it stood for is still wanted.
                context.transport().schedule(Duration.ZERO, () -> Relay.this.ended(of, RelayEnd.retry(RelayState.LOST,
                        "the former connection could not be taken over: " + refused.getMessage())));
                throw refused;
            }
        }

        private RelayLink boarded(RelayLink made) {
            if (!made.isOver() && !opened(of, made)) {
                made.leave(RelayEnd.over("stopped meanwhile"), CloseReason.LEFT);
            }
            return made;
        }

        void failed(String why) {
            Relay.this.ended(of, RelayEnd.retry(RelayState.UNREACHABLE, plan.url().scrubbed(PROGRAMMERS_WORDS.matcher(why)
                    .replaceFirst(""))));
        }

        void overdue() {
            Relay.this.ended(of, RelayEnd.retry(RelayState.UNREACHABLE,
                    "no connection within " + by.client().connectTimeout().toMillis() + " ms"));
        }

        @Override
        public void running(RelayLink on) {
            Relay.this.running(of);
        }

        @Override
        public void slow(RelayLink on, boolean slow) {
            Relay.this.slow(of, slow);
        }

        @Override
        public void ended(RelayLink on, RelayEnd end) {
            Relay.this.ended(of, end);
        }

        @Override
        public void handedOver(RelayLink on) {
            Relay.this.handedOver(of);
        }
    }
}
