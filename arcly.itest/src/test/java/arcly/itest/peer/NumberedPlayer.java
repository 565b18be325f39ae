package arcly.itest.peer;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Plays what a {@link NumberedPublisher} sends and checks each frame: the first one is a key frame behind its decoder
 * configuration, none is missing, repeated or damaged, and times go on evenly. One thread.
 */
public final class NumberedPlayer implements AutoCloseable {
    private final RtmpLink link;
    private final int stream;
    private final Thread thread = new Thread(this::readAll, "player");
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> statuses = new CopyOnWriteArrayList<>();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Counter video = new Counter("video", 1000.0 / Samples.FRAME_RATE);
    private final Counter audio = new Counter("audio", 1024 * 1000.0 / Samples.SAMPLE_RATE);
    private volatile boolean leaving;
    private volatile boolean held;
    private volatile String closedBy;

    /** One track's numbers, and when they came. Written by the player's thread. */
    private final class Counter {
        private final String name;
        private final double stepMillis;
        private boolean header;
        private volatile long next = -1;
        private volatile long frames;
        private long time = -1;
        private long[] arrivals = new long[1024];
        private long[] delays = new long[1024];

        Counter(String name, double stepMillis) {
            this.name = name;
            this.stepMillis = stepMillis;
        }

        void frame(Samples.Sample sample, long timestamp) {
            if (next < 0) {
                if (!header) {
                    faults.add(name + " " + sample.number() + " came before its decoder configuration");
                }
                if (!sample.key()) {
                    faults.add("the first " + name + " frame, " + sample.number() + ", is no key frame");
                }
            } else if (sample.number() != next) {
                faults.add(name + " frame " + sample.number() + " came, " + next + " was due");
            }
            int step = (int) (timestamp - time); // times are 32 bits wide and wrap
            if (time >= 0 && step < 0) {
                faults.add(name + " frame " + sample.number() + " goes back from " + time + " to " + timestamp + " ms");
            } else if (sample.number() == next && Math.abs(step - stepMillis) > 1) {
                faults.add(name + " frame " + sample.number() + " is " + step + " ms after the one before");
            }
            time = timestamp;
            long now = System.nanoTime();
            synchronized (this) {
                int at = (int) frames;
                if (at == arrivals.length) {
                    arrivals = Arrays.copyOf(arrivals, 2 * at);
                    delays = Arrays.copyOf(delays, 2 * at);
                }
                arrivals[at] = now;
                delays[at] = now - sample.sentAt();
            }
            frames++;
            next = sample.number() + 1;
        }

        synchronized long worstDelay(long from, long to) {
            long worst = 0;
            for (int i = (int) Math.min(frames, arrivals.length) - 1; i >= 0 && arrivals[i] >= from; i--) {
                if (arrivals[i] - delays[i] <= to) {
                    worst = Math.max(worst, delays[i]);
                }
            }
            return worst;
        }
    }

    private NumberedPlayer(RtmpLink link, String name) throws IOException {
        this.link = link;
        stream = link.createStream();
        link.write(RtmpMessage.command(stream, "play", 104, null, name, -2000));
        thread.setDaemon(true);
        thread.start();
    }

    /** Asks to play; what comes is checked from now on. */
    public static NumberedPlayer play(int port, String application, String name) throws IOException {
        return new NumberedPlayer(RtmpLink.connected(port, application), name);
    }

    /** On a connection that has said connect already. */
    public static NumberedPlayer play(RtmpLink link, String name) throws IOException {
        return new NumberedPlayer(link, name);
    }

    public RtmpLink link() {
        return link;
    }

    /** Asks for a pause, or to go on; what comes then begins anew at a key frame. */
    public void pause(boolean pause) throws IOException {
        if (!pause) {
            video.next = -1;
            audio.next = -1;
        }
        link.write(RtmpMessage.command(stream, "pause", 106, null, pause, 0));
    }

    /** Reads nothing from the socket any more, or goes on reading. */
    public void hold(boolean hold) {
        held = hold;
        LockSupport.unpark(thread);
    }

    /** What was wrong so far, in words. */
    public List<String> faults() {
        return faults;
    }

    /** Codes of onStatus so far, and names of other commands. */
    public List<String> statuses() {
        return statuses;
    }

    /** Null while the connection is open. */
    public String closedBy() {
        return closedBy;
    }

    public long videoFrames() {
        return video.frames;
    }

    public long audioFrames() {
        return audio.frames;
    }

    /** The number of the video frame that is due next; -1 before the first. */
    public long nextVideo() {
        return video.next;
    }

    /** Nanoseconds from send to arrival, the most of all frames sent and arrived between two {@link System#nanoTime}. */
    public long worstDelay(long from, long to) {
        return Math.max(video.worstDelay(from, to), audio.worstDelay(from, to));
    }

    public boolean awaitClose(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    private void readAll() {
        try {
            while (true) {
                while (held) {
                    LockSupport.park(this);
                }
                RtmpMessage message = link.read();
                if (message == null) {
                    end("the server closed");
                    return;
                }
                receive(message);
            }
        } catch (java.net.SocketTimeoutException quiet) {
            readAll();
        } catch (IOException broken) {
            end(leaving ? "left" : "reading: " + broken);
        } catch (RuntimeException damaged) {
            faults.add(damaged.toString());
            end("damaged input");
        }
    }

    private void receive(RtmpMessage message) {
        byte[] body = message.body();
        switch (message.type()) {
            case RtmpMessage.VIDEO -> {
                if (Samples.isVideoHeader(body)) {
                    video.header = true;
                    if (!Arrays.equals(body, Samples.videoHeader())) {
                        faults.add("another decoder configuration of " + body.length + " bytes");
                    }
                } else {
                    video.frame(Samples.video(body), message.time());
                }
            }
            case RtmpMessage.AUDIO -> {
                if (Samples.isAudioHeader(body)) {
                    audio.header = true;
                } else {
                    audio.frame(Samples.audio(body), message.time());
                }
            }
            case RtmpMessage.COMMAND -> {
                String code = message.statusCode();
                statuses.add(code.isEmpty() ? String.valueOf(message.values().get(0)) : code);
            }
            default -> { }
        }
    }

    private void end(String by) {
        closedBy = by;
        closed.countDown();
    }

    @Override
    public void close() throws IOException {
        leaving = true;
        link.close();
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
