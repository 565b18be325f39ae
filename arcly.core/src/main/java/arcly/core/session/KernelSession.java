package arcly.core.session;

import arcly.api.access.AccessRequest.Action;
import arcly.api.access.Decision;
import arcly.api.access.Proof;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionListener;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.access.Request;
import arcly.core.access.Verdict;
import arcly.core.answer.Pending;
import arcly.core.answer.Slot;
import arcly.core.application.HostedApplication;
import arcly.core.stream.Claim;
import arcly.core.stream.Holder;
import arcly.core.time.Timers;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A session. Changes under its lock; nobody is called while that is held. */
final class KernelSession implements ClientSession {
    private static final Logger LOG = LoggerFactory.getLogger(KernelSession.class);
    /** For these the publisher does not come back. */
    private static final Set<CloseReason> FOR_GOOD = Set.of(CloseReason.LEFT, CloseReason.KICKED, CloseReason.SHUTDOWN);

    private final SessionBook book;
    private final long number;
    private final String protocol;
    private final Role role;
    private final InetSocketAddress peer;
    private final boolean forwarded;
    private final boolean service; // not counted among viewers
    private final Instant since;
    private final long sinceNanos;
    private final Slot<SessionListener> listener = new Slot<>();
    private final Attributes attributes = new Attributes();
    private volatile StreamKey stream;
    private volatile State state = State.PENDING;
    private volatile CloseReason closeReason;
    private volatile long bytesIn;
    private volatile long bytesOut;
    private volatile long firstMedia = -1;
    private volatile StreamReader reader;
    private volatile Timers.Timer deadline; // of what was asked
    private volatile String identity = ""; // never shown: it may hold a token

    // guarded by this
    private List<Proof> proofs; // forgotten once decided: their checks are the protocol's
    private Pending<Publication> publishing;
    private Pending<LiveStream> playing;
    private Claim claim;
    private LiveStream watched; // which counts this session among its viewers
    private Timers.Timer until;
    private boolean closedByOther;
    private boolean turnedAway; // which has been said

    KernelSession(SessionBook book, long number, SessionRequest request) {
        this.book = book;
        this.number = number;
        protocol = request.protocol();
        role = request.role();
        peer = request.peer();
        forwarded = request.isForwarded();
        service = request.isService();
        proofs = request.proofs();
        stream = request.stream();
        since = book.around().clock().instant();
        sinceNanos = book.around().timers().now();
        request.attributes().forEach(attributes::put);
    }

    void opened() {
        happened(StreamEvent.Type.SESSION_OPENED, Map.of());
    }

    // ---- asking

    @Override
    public Answer<Publication> publish(Duration atMost) {
        Pending<Publication> answer;
        synchronized (this) {
            if (role != Role.PUBLISHER) {
                throw new IllegalStateException("session " + id() + " is a viewer's");
            }
            if (publishing != null) {
                return publishing;
            }
            answer = new Pending<>();
            publishing = answer;
        }
        ask(answer, atMost, Action.PUBLISH, decision ->
                book.directory().claim(stream, holder(), decision.bitrateLimit(), mine -> granted(answer, mine)));
        return answer;
    }

    @Override
    public Answer<LiveStream> play(Duration atMost) {
        Pending<LiveStream> answer;
        synchronized (this) {
            if (role != Role.VIEWER) {
                throw new IllegalStateException("session " + id() + " is a publisher's");
            }
            if (playing != null) {
                return playing;
            }
            answer = new Pending<>();
            playing = answer;
        }
        long asked = book.around().timers().now();
        ask(answer, atMost, Action.PLAY, decision -> {
            deadline.cancel(); // from here on the wait has its own, which knows whether the stream was there
            long left = atMost.toNanos() - (book.around().timers().now() - asked);
            Pending<LiveStream> found = book.directory().await(stream, Duration.ofNanos(Math.max(0, left)), Reason.NOT_FOUND);
            answer.whenDone(found::cancel);
            found.whenDone(() -> pass(found, answer));
        });
        return answer;
    }

    private void pass(Pending<LiveStream> found, Pending<LiveStream> answer) {
        if (found.isGranted()) {
            watch(found.get());
            if (!answer.complete(found.get())) {
                watch(null);
            }
        } else {
            answer.refuse(found.refusal(), found.text());
        }
    }

    /** Counts this session among the stream's viewers, unless it is a service's, and no longer among those of the one before; null: of none. */
    private void watch(LiveStream next) {
        LiveStream before;
        LiveStream now;
        synchronized (this) {
            before = watched;
            now = state == State.CLOSED || service ? null : next;
            watched = now;
        }
        if (now != null) {
            book.directory().joined(now);
        }
        if (before != null) {
            book.directory().left(before);
        }
    }

    /** Asks the chain, then does what was allowed; every way this can go ends in the answer. */
    private void ask(Pending<?> answer, Duration atMost, Action action, Consumer<Decision> allowed) {
        answer.whenDone(() -> answered(answer));
        if (state == State.CLOSED) {
            answer.cancel();
            return;
        }
        Timers.Timer timer = book.around().timers().after(atMost.toNanos(), () -> answer.refuse(Reason.TIMEOUT,
                "no answer within " + atMost.toMillis() + " ms"));
        deadline = timer;
        answer.whenDone(timer::cancel);
        try {
            HostedApplication application = book.applications().require(stream.application());
            if (peer == null) {
                proceed(answer, Decision.allow(), allowed);
            } else {
                book.access().decide(request(action), application, verdict -> decided(answer, verdict, allowed));
            }
        } catch (StreamException e) {
            answer.refuse(e.reason(), e.getMessage());
        }
    }

    private synchronized Request request(Action action) {
        return Request.of(action, stream, protocol, id(), peer, forwarded, proofs, attributes.all());
    }

    private void decided(Pending<?> answer, Verdict verdict, Consumer<Decision> allowed) {
        if (verdict.isAllowed()) {
            proceed(answer, verdict.decision(), allowed);
        } else {
            answer.refuse(Reason.DENIED, verdict.decision().text());
        }
    }

    private void proceed(Pending<?> answer, Decision decision, Consumer<Decision> allowed) {
        if (answer.isDone()) {
            return; // taken back, or too late
        }
        decision.stream().ifPresent(renamed -> stream = renamed);
        decision.attributes().forEach(attributes::put);
        identify(decision);
        decision.end().ifPresent(this::endAt);
        try {
            allowed.accept(decision);
        } catch (StreamException e) {
            answer.refuse(e.reason(), e.getMessage());
        }
    }

    /** Who it is when it comes again: as a policy says, else by the same proof, else by the same address. */
    private void identify(Decision decision) {
        String named = decision.attributes().get("identity");
        synchronized (this) {
            for (Proof proof : proofs) {
                if (named == null && proof.token() != null) {
                    named = "token " + proof.token();
                } else if (named == null && !proof.user().isEmpty()) {
                    named = "user " + proof.user();
                }
            }
        }
        if (named == null) {
            boolean unknown = peer == null || peer.getAddress() == null;
            named = unknown ? "process " + protocol : "address " + peer.getAddress().getHostAddress();
        }
        identity = named;
    }

    private void endAt(Instant end) {
        long nanos = Math.max(0, Duration.between(book.around().clock().instant(), end).toMillis()) * 1_000_000;
        synchronized (this) {
            if (state != State.CLOSED) {
                until = book.around().timers().after(nanos,
                        () -> close(CloseReason.of("access.over", "the time that was granted is over")));
            }
        }
    }

    /** The stream may be used, now; told again when a publisher on standby is let in. */
    private void granted(Pending<Publication> answer, Claim mine) {
        boolean undo;
        synchronized (this) {
            if (claim == mine) {
                return;
            }
            undo = state == State.CLOSED;
            claim = undo ? null : mine;
        }
        if (undo || !answer.complete(mine)) {
            mine.close(CloseReason.LEFT.because("the publisher had gone before it was let in"));
        }
    }

    private void answered(Pending<?> answer) {
        boolean refused = !answer.isGranted();
        synchronized (this) {
            proofs = List.of();
            turnedAway = refused && answer.refusal() != Reason.CANCELLED;
            if (!refused && state == State.PENDING) {
                state = State.ACTIVE;
            }
        }
        if (turnedAway) {
            happened(StreamEvent.Type.SESSION_REFUSED, Map.of("reason", answer.refusal().name(), "text", answer.text()));
            if (answer.refusal() != Reason.DENIED) { // that has been said by whoever denied, with the reason
                LOG.info("{}: refused: {}: {}", describe(), answer.refusal(), answer.text());
            }
        }
    }

    @Override
    public synchronized Answer<Publication> publishing() {
        return publishing;
    }

    @Override
    public synchronized Answer<LiveStream> playing() {
        return playing;
    }

    // ---- reading

    @Override
    public StreamReader open(ReadOptions options) {
        Pending<LiveStream> answer;
        synchronized (this) {
            if (reader != null) {
                return reader;
            }
            answer = playing;
        }
        if (answer == null || !answer.isGranted()) {
            throw new IllegalStateException("session " + id() + " was not granted to play");
        }
        StreamReader opened = book.directory().open(answer.get(), options, holder());
        synchronized (this) {
            if (state != State.CLOSED && reader == null) {
                reader = opened;
                return opened;
            }
        }
        opened.close();
        if (reader == null) {
            throw new StreamException(Reason.GONE, "session " + id() + " is closed: " + closeReason);
        }
        return reader;
    }

    @Override
    public StreamReader reader() {
        return reader;
    }

    // ---- the end

    @Override
    public void end(CloseReason reason) {
        finish(reason, false);
    }

    @Override
    public void close(CloseReason reason) {
        finish(reason, true);
    }

    private void finish(CloseReason reason, boolean byOther) {
        Claim ours;
        StreamReader read;
        Pending<Publication> toPublish;
        Pending<LiveStream> toPlay;
        boolean saidAlready;
        synchronized (this) {
            if (state == State.CLOSED) {
                return;
            }
            state = State.CLOSED;
            saidAlready = turnedAway;
            closeReason = reason;
            closedByOther = byOther;
            ours = claim;
            read = reader;
            toPublish = publishing;
            toPlay = playing;
            if (until != null) {
                until.cancel();
            }
        }
        cancel(toPublish);
        cancel(toPlay);
        if (read != null) {
            read.close();
        }
        watch(null);
        if (ours != null) {
            if (FOR_GOOD.contains(reason)) {
                ours.close(reason);
            } else {
                ours.suspend(reason);
            }
        }
        book.closed(this);
        happened(StreamEvent.Type.SESSION_CLOSED, Map.of("reason", reason.code(), "text", reason.text(),
                "bytesIn", Long.toString(bytesIn), "bytesOut", Long.toString(bytesOut), "skipped", Long.toString(skipped())));
        if (!saidAlready) {
            LOG.info("{}: {} after {}: {} bytes in, {} out{}", describe(), reason, duration(), bytesIn, bytesOut,
                    skipped() == 0 ? "" : ", " + skipped() + " frames skipped");
        }
        if (byOther) {
            tellClosed();
        }
    }

    /** For people: {@code 2 h 5 min}, {@code 3.2 s}. */
    private String duration() {
        long millis = (book.around().timers().now() - sinceNanos) / 1_000_000;
        long minutes = millis / 60_000;
        return minutes >= 60 ? minutes / 60 + " h " + minutes % 60 + " min"
                : minutes > 0 ? minutes + " min " + millis / 1000 % 60 + " s" : millis / 100 / 10.0 + " s";
    }

    private static void cancel(Pending<?> answer) {
        if (answer != null) {
            answer.cancel();
        }
    }

    private void tellClosed() {
        CloseReason reason = closeReason;
        listener.callOnce(to -> to.closed(reason));
    }

    @Override
    public void arm(Executor executor, SessionListener to) {
        listener.arm(executor, to);
        boolean tell;
        synchronized (this) {
            tell = closedByOther;
        }
        if (tell) {
            tellClosed();
        }
    }

    @Override
    public void disarm() {
        listener.disarm();
    }

    // ---- what others see

    private Holder holder() {
        return new Holder(id(), protocol, identity, describe(), this::close);
    }

    private String describe() {
        return protocol + " session " + id() + " (" + role.name().toLowerCase(Locale.ROOT) + " of " + stream + " from "
                + (peer == null ? "this process" : peer) + ")";
    }

    private void happened(StreamEvent.Type type, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("protocol", protocol);
        details.put("role", role.name());
        details.put("peer", peer == null ? "" : peer.toString());
        book.around().events().happened(type, stream, id(), details);
    }

    long number() {
        return number;
    }

    @Override
    public String id() {
        return "s" + number;
    }

    @Override
    public String protocol() {
        return protocol;
    }

    @Override
    public Role role() {
        return role;
    }

    @Override
    public State state() {
        return state;
    }

    @Override
    public StreamKey stream() {
        return stream;
    }

    @Override
    public InetSocketAddress peer() {
        return peer;
    }

    @Override
    public Instant since() {
        return since;
    }

    @Override
    public void transferred(long in, long out) {
        if (firstMedia < 0) {
            firstMedia = book.around().timers().now() - sinceNanos;
        }
        bytesIn = bytesIn + in; // one writer at a time
        bytesOut = bytesOut + out;
    }

    @Override
    public long bytesIn() {
        return bytesIn;
    }

    @Override
    public long bytesOut() {
        return bytesOut;
    }

    @Override
    public long lag() {
        StreamReader read = reader;
        return read == null ? 0 : read.behind();
    }

    @Override
    public long skipped() {
        StreamReader read = reader;
        return read == null ? 0 : read.skipped();
    }

    @Override
    public long firstMedia() {
        return firstMedia;
    }

    @Override
    public Map<String, String> attributes() {
        return attributes.all();
    }

    @Override
    public void attribute(String name, String value) {
        attributes.put(name, value);
    }

    @Override
    public CloseReason closeReason() {
        return closeReason;
    }

    @Override
    public String toString() {
        return describe() + " " + state;
    }
}
