package arcly.itest.scene;

import arcly.itest.Until;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.RtmpLink;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Clients that come and go without a pause, each in its own way: some in the middle of a handshake, some with a reset. */
public final class Storm implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 15;
    private static final int HANDSHAKE_BYTES = 1537;
    private static final int FRAME_BYTES = 2_000;

    private final int port;
    private final String stream;
    private final List<Thread> threads = new ArrayList<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final AtomicInteger visits = new AtomicInteger();
    private volatile boolean over;

    /** @param stream that players of the storm play; it is live already */
    public Storm(int port, String stream, int clients, long seed) {
        this.port = port;
        this.stream = stream;
        for (int i = 0; i < clients; i++) {
            String name = "storm-" + i;
            Random random = new Random(seed + i);
            Thread thread = new Thread(() -> comeAndGo(name, random), name);
            thread.setDaemon(true);
            threads.add(thread);
            thread.start();
        }
    }

    /** Visits that went as they should. */
    public int visits() {
        return visits.get();
    }

    public List<String> faults() {
        return faults;
    }

    private void comeAndGo(String name, Random random) {
        int turn = 0;
        while (!over) {
            int way = random.nextInt(4);
            try {
                switch (way) {
                    case 0 -> breakOff(random);
                    case 1 -> connectOnly(random);
                    case 2 -> play(random);
                    default -> publish(name + "-" + turn++, random); // never twice: the former may not be gone yet
                }
                visits.incrementAndGet();
            } catch (Exception | AssertionError failed) {
                faults.add(name + ", way " + way + ": " + failed);
                return;
            }
        }
    }

    private void breakOff(Random random) throws IOException {
        try (RtmpLink link = RtmpLink.open(port)) {
            link.handshakeBegin(random.nextInt(HANDSHAKE_BYTES));
            leave(link, random);
        }
    }

    private void connectOnly(Random random) throws IOException {
        try (RtmpLink link = RtmpLink.connected(port, "live")) {
            Until.passes(random.nextInt(200));
            leave(link, random);
        }
    }

    private void play(Random random) throws Exception {
        try (NumberedPlayer player = NumberedPlayer.play(port, "live", stream)) {
            int frames = 1 + random.nextInt(40);
            Until.holds(() -> "frames: " + player.videoFrames() + " " + player.statuses() + " " + player.closedBy(),
                    PATIENCE_SECONDS,
                    () -> player.videoFrames() >= frames);
            if (!player.faults().isEmpty()) {
                throw new AssertionError(player.faults().toString());
            }
            leave(player.link(), random);
        }
    }

    private void publish(String name, Random random) throws Exception {
        NumberedPublisher publisher = NumberedPublisher.publish(port, "live", name, FRAME_BYTES);
        int frames = 1 + random.nextInt(10);
        Until.holds("frames are sent", PATIENCE_SECONDS, () -> publisher.videoFrames() >= frames || publisher.closedBy() != null);
        if (publisher.closedBy() != null) {
            throw new AssertionError(publisher.closedBy() + " " + publisher.statuses());
        }
        publisher.close();
    }

    /** With a FIN, or with a reset. */
    private static void leave(RtmpLink link, Random random) throws IOException {
        if (random.nextBoolean()) {
            link.socket().setSoLinger(true, 0);
        }
    }

    /** Ends the storm; returns once all have gone. */
    @Override
    public void close() {
        over = true;
        for (Thread thread : threads) {
            try {
                thread.join(20_000);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
