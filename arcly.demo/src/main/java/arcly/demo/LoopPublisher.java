package arcly.demo;

import arcly.api.media.Frame;
import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.session.Sessions;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamState;
import arcly.api.stream.Streams;
import java.time.Duration;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a loop at the pace of the clock, and comes back when the stream was taken, ended or closed by an operator.
 *
 * <p>Owns one thread, on which everything here happens but the constructor and {@link #close}.
 */
final class LoopPublisher implements AutoCloseable {
    static final String PROTOCOL = "demo";

    private static final Logger LOG = LoggerFactory.getLogger(LoopPublisher.class);
    /** Well below the shortest grace that anybody would set, so that a replaced demo resumes its stream. */
    private static final long AGAIN_MILLIS = 250;
    /** The kernel answers a bundle of its own process at once; only a publisher on standby waits. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** A machine that was asleep is not caught up with: the stream resumes with a gap instead. Less is sent in one go. */
    private static final long MOST_LATE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long STOP_SECONDS = 3;

    private final Sessions sessions;
    private final Streams streams;
    private final StreamKey key;
    private final Loop loop;
    private final ScheduledThreadPoolExecutor thread;

    // one publication's; session is volatile because close() ends it when the thread is gone
    private volatile ClientSession session; // null between publications
    private Answer<Publication> answer;
    private Publication publication;
    private long began;  // nanoTime
    private long number; // of the next frame

    private String lastRefusal = "";

    LoopPublisher(Sessions sessions, Streams streams, StreamKey key, Loop loop) {
        this.sessions = sessions;
        this.streams = streams;
        this.key = key;
        this.loop = loop;
        thread = new ScheduledThreadPoolExecutor(1, task -> {
            Thread created = new Thread(task, "arcly-demo");
            created.setDaemon(true);
            return created;
        }, new ThreadPoolExecutor.DiscardPolicy()); // what was under way when it is closed goes nowhere
        thread.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
    }

    LoopPublisher start() {
        thread.execute(this::ask);
        return this;
    }

    private void ask() {
        if (isTaken()) {
            again();
            return;
        }
        try {
            session = sessions.open(SessionRequest.publisher(PROTOCOL, key).build());
            answer = session.publish(PATIENCE);
            answer.arm(thread, this::answered);
        } catch (StreamException refused) {
            refused(refused);
        }
    }

    /** Whoever publishes there is not disturbed, and asking in vain would be written to the log each time. */
    private boolean isTaken() {
        return streams.find(key).filter(stream -> stream.state() != StreamState.SUSPENDED).isPresent();
    }

    private void answered() {
        try {
            publication = answer.get();
            publication.declare(loop.tracks(), true);
        } catch (StreamException refused) {
            refused(refused);
            return;
        }
        lastRefusal = "";
        began = System.nanoTime();
        number = 0;
        publishWhatIsDue();
    }

    private void refused(StreamException why) {
        String refusal = why.reason() + ": " + why.getMessage();
        if (!refusal.equals(lastRefusal)) {
            lastRefusal = refusal;
            LOG.warn("{} cannot be published, which is tried on: {}", key, refusal);
        }
        endSession(CloseReason.LEFT);
        again();
    }

    private void again() {
        thread.schedule(this::ask, AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void publishWhatIsDue() {
        long now = System.nanoTime() - began;
        if (now - loop.timeOf(number) > MOST_LATE_NANOS) {
            endSession(CloseReason.LOST.because("the demo was not run for some seconds"));
            again();
            return;
        }
        long bytes = 0;
        while (loop.timeOf(number) <= now) {
            Frame frame = loop.frame(number++);
            bytes += frame.payload().size();
            if (publication.publish(frame) == Publication.Result.GONE) {
                endSession(CloseReason.LEFT);
                again();
                return;
            }
        }
        session.transferred(bytes, 0);
        thread.schedule(this::publishWhatIsDue, loop.timeOf(number) - now, TimeUnit.NANOSECONDS);
    }

    private void endSession(CloseReason reason) {
        ClientSession ending = session;
        session = null;
        if (ending != null) {
            ending.end(reason);
        }
    }

    /** Leaves the stream suspended, so that another build of this bundle can resume it within the grace. Returns when the thread has gone. */
    @Override
    public void close() {
        thread.shutdownNow();
        try {
            if (!thread.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("the demo's thread has not ended within {} s", STOP_SECONDS);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        if (answer != null) {
            answer.disarm();
        }
        endSession(CloseReason.PROVIDER_GONE.because("the demo was stopped"));
    }
}
