package arcly.itest.scene;

import arcly.itest.Ports;
import arcly.itest.Until;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.osgi.framework.BundleContext;

/**
 * Life on an RTMP server: a publisher of 2 Mbit/s, 20 players, one more publisher and its player that are stopped in the
 * middle of a message, and players that come and go.
 */
public final class RtmpScene implements AutoCloseable {
    static final String NAME = "cam";
    private static final String HALTING = "halting";
    private static final int PLAYERS = 20;
    private static final long PATIENCE_SECONDS = 10;
    private static final long FRAMES_PER_VISIT = 30;

    private final int port;
    private final SlowPolicy policy;
    private final NumberedPublisher publisher;
    private final NumberedPublisher halting;
    private final List<NumberedPlayer> players = new ArrayList<>();
    private final List<String> visitorFaults = new ArrayList<>();
    private final AtomicInteger visits = new AtomicInteger();
    private final Thread visitor = new Thread(this::comeAndGo, "visitor");
    private volatile boolean over;
    private Awkward awkward;
    private int rounds;

    private RtmpScene(SlowPolicy policy, int port) throws Exception {
        this.port = port;
        this.policy = policy;
        publisher = NumberedPublisher.publish(port, "live", NAME);
        halting = NumberedPublisher.publish(port, "live", HALTING);
        for (int i = 0; i < PLAYERS; i++) {
            players.add(NumberedPlayer.play(port, "live", NAME));
        }
        players.add(NumberedPlayer.play(port, "live", HALTING));
        for (NumberedPlayer player : players) {
            Until.holds(() -> "a player's first frames: " + player.statuses() + " " + player.closedBy(), PATIENCE_SECONDS,
                    () -> player.videoFrames() > 0 && player.audioFrames() > 0);
        }
        visitor.setDaemon(true);
        visitor.start();
    }

    /** Begins; returns once every player has its first frames. */
    public static RtmpScene begin(BundleContext context, int port) throws Exception {
        Until.holds("RTMP listens", 20, () -> Ports.listens(port)); // which may be a moment after its bundle is active
        SlowPolicy policy = new SlowPolicy(context);
        try {
            return new RtmpScene(policy, port);
        } catch (Exception | AssertionError failed) {
            policy.close(); // it would answer in the place of the next scene's
            throw failed;
        }
    }

    /** Stops three clients at an awkward moment. */
    public void interrupt() throws Exception {
        awkward = new Awkward(port, policy, halting, rounds++);
    }

    /** Lets them go on and sees that they do. */
    public void goOn() throws Exception {
        awkward.goOn();
    }

    /** Every player of the live stream gets this many more frames. */
    public void awaitFrames(long more) throws Exception {
        List<NumberedPlayer> watching = players.subList(0, PLAYERS);
        long[] until = watching.stream().mapToLong(player -> player.videoFrames() + more).toArray();
        for (int i = 0; i < until.length; i++) {
            NumberedPlayer player = watching.get(i);
            long wanted = until[i];
            Until.holds(() -> "more frames after " + player.videoFrames() + " " + player.closedBy(), PATIENCE_SECONDS,
                    () -> player.videoFrames() >= wanted || player.closedBy() != null);
        }
    }

    /** The longest way of a frame of the live stream to a player, nanoseconds, of those sent and arrived in this time. */
    public long worstDelay(long from, long to) {
        return players.subList(0, PLAYERS).stream().mapToLong(player -> player.worstDelay(from, to)).max().orElse(0);
    }

    /** Joins and leaves that went well. */
    public int visits() {
        return visits.get();
    }

    /** All that is wrong so far; empty if nobody noticed anything. */
    public List<String> faults() {
        List<String> faults = new ArrayList<>();
        if (publisher.closedBy() != null) {
            faults.add("publisher: " + publisher.closedBy());
        }
        if (halting.closedBy() != null) {
            faults.add("halting publisher: " + halting.closedBy());
        }
        for (int i = 0; i < players.size(); i++) {
            NumberedPlayer player = players.get(i);
            if (player.closedBy() != null) {
                faults.add("player " + i + ": " + player.closedBy());
            }
            for (String fault : player.faults()) {
                faults.add("player " + i + ": " + fault);
            }
        }
        synchronized (visitorFaults) {
            faults.addAll(visitorFaults);
        }
        return faults;
    }

    public NumberedPublisher publisher() {
        return publisher;
    }

    public List<NumberedPlayer> players() {
        return players;
    }

    private void comeAndGo() {
        while (!over) {
            try (NumberedPlayer guest = NumberedPlayer.play(port, "live", NAME)) {
                Until.holds(() -> "a visitor's frames: " + guest.videoFrames() + " " + guest.statuses() + " " + guest.closedBy(),
                        PATIENCE_SECONDS, () -> over || guest.videoFrames() >= FRAMES_PER_VISIT);
                if (!guest.faults().isEmpty()) {
                    throw new AssertionError(guest.faults().toString());
                }
                visits.incrementAndGet();
            } catch (Exception | AssertionError failed) {
                if (!over) {
                    synchronized (visitorFaults) {
                        visitorFaults.add("visitor: " + failed);
                    }
                    return;
                }
            }
        }
    }

    @Override
    public void close() throws IOException {
        over = true;
        for (NumberedPlayer player : players) {
            player.close();
        }
        publisher.close();
        halting.close();
        try {
            visitor.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
        policy.close();
    }
}
