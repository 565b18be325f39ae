package arcly.itest.peer;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Publishes numbered frames in real time: 25 video frames a second, a key frame at the start of each second, and AAC beside.
 * Two threads: one writes by the clock, one reads what the server says.
 */
public final class NumberedPublisher implements AutoCloseable {
    /** With 2 Mbit/s of video, 25 frames a second. */
    public static final int FRAME_BYTES = 10_000;
    private static final int AUDIO_BYTES = 180;
    private static final long START_MILLIS = 5_000;

    private final RtmpLink link;
    private final int stream;
    private final int frameBytes;
    private final long firstTime;
    private final List<String> statuses = new CopyOnWriteArrayList<>();
    private final Thread writer = new Thread(this::writeAll, "publisher-writer");
    private final Thread reader = new Thread(this::readAll, "publisher-reader");
    private final CountDownLatch started = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean leaving;
    private volatile boolean refused;
    private volatile String closedBy;
    private volatile CountDownLatch halted;
    private volatile CountDownLatch goOn;
    private volatile long videoFrames;

    private NumberedPublisher(RtmpLink link, String name, int frameBytes, long firstTime) throws IOException {
        this.link = link;
        this.frameBytes = frameBytes;
        this.firstTime = firstTime;
        link.write(RtmpMessage.command(0, "releaseStream", 102, null, name));
        link.write(RtmpMessage.command(0, "FCPublish", 103, null, name));
        stream = link.createStream();
        link.write(RtmpMessage.command(stream, "publish", 104, null, name, "live"));
    }

    /** Publishes 2 Mbit/s to application and name; returns once the server has accepted. */
    public static NumberedPublisher publish(int port, String application, String name) throws Exception {
        return publish(port, application, name, FRAME_BYTES);
    }

    public static NumberedPublisher publish(int port, String application, String name, int frameBytes) throws Exception {
        NumberedPublisher publisher = ask(port, application, name, frameBytes);
        publisher.awaitStart();
        return publisher;
    }

    /** Publishes on a connection that has said connect already. */
    public static NumberedPublisher publish(RtmpLink link, String name) throws Exception {
        NumberedPublisher publisher = new NumberedPublisher(link, name, FRAME_BYTES, 0);
        publisher.read();
        publisher.awaitStart();
        return publisher;
    }

    /** Publishes with timestamps that begin there, milliseconds of 32 bits. */
    public static NumberedPublisher publishFrom(long firstTime, int port, String application, String name) throws Exception {
        NumberedPublisher publisher = ask(port, application, name, FRAME_BYTES, firstTime);
        publisher.awaitStart();
        return publisher;
    }

    /** Asks to publish and does not wait for the answer. */
    public static NumberedPublisher ask(int port, String application, String name, int frameBytes) throws Exception {
        return ask(port, application, name, frameBytes, 0);
    }

    private static NumberedPublisher ask(int port, String application, String name, int frameBytes, long firstTime)
            throws Exception {
        NumberedPublisher publisher = new NumberedPublisher(RtmpLink.connected(port, application), name, frameBytes, firstTime);
        publisher.read();
        return publisher;
    }

    private void read() {
        reader.setDaemon(true);
        writer.setDaemon(true);
        reader.start();
    }

    /** Waits for the server's yes and begins to send. */
    public void awaitStart() throws Exception {
        if (!started.await(20, TimeUnit.SECONDS) || refused || closedBy != null) {
            throw new IllegalStateException("not started: " + statuses + ", " + closedBy);
        }
        writer.start();
    }

    /** Waits for an answer, yes or no, and returns what the server has said. */
    public List<String> awaitAnswer() throws InterruptedException {
        if (!started.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no answer");
        }
        return statuses;
    }

    public RtmpLink link() {
        return link;
    }

    /** Codes of onStatus so far, and names of other commands. */
    public List<String> statuses() {
        return statuses;
    }

    public long videoFrames() {
        return videoFrames;
    }

    /** Null while the connection is open. */
    public String closedBy() {
        return closedBy;
    }

    public boolean awaitClose(long millis) throws InterruptedException {
        return closed.await(millis, TimeUnit.MILLISECONDS);
    }

    /** The next video message is sent to its middle; returns once that has happened. {@link #goOn} sends the rest. */
    public void haltInMessage() throws InterruptedException {
        goOn = new CountDownLatch(1);
        CountDownLatch halt = new CountDownLatch(1);
        halted = halt;
        if (!halt.await(START_MILLIS, TimeUnit.MILLISECONDS)) {
            throw new IllegalStateException("no frame was sent: " + closedBy);
        }
    }

    public void goOn() {
        goOn.countDown();
    }

    private void writeAll() {
        long start = System.nanoTime();
        long video = 0;
        long audio = 0;
        try {
            send(RtmpMessage.VIDEO, 0, Samples.videoHeader());
            send(RtmpMessage.AUDIO, 0, Samples.audioHeader());
            while (!leaving) {
                long videoMillis = video * 1000 / Samples.FRAME_RATE;
                long audioMillis = audio * 1024 * 1000 / Samples.SAMPLE_RATE;
                long next = Math.min(videoMillis, audioMillis);
                long wait;
                while (!leaving && (wait = start + TimeUnit.MILLISECONDS.toNanos(next) - System.nanoTime()) > 0) {
                    LockSupport.parkNanos(wait);
                }
                if (videoMillis <= audioMillis) {
                    boolean key = video % Samples.FRAME_RATE == 0;
                    send(RtmpMessage.VIDEO, videoMillis, Samples.video(video++, key, frameBytes));
                    videoFrames = video;
                } else {
                    send(RtmpMessage.AUDIO, audioMillis, Samples.audio(audio++, AUDIO_BYTES));
                }
            }
        } catch (IOException broken) {
            close(leaving ? "left" : "writing: " + broken);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void send(int type, long time, byte[] body) throws IOException, InterruptedException {
        byte[] bytes = link.encode(new RtmpMessage(type, stream, (firstTime + time) & 0xFFFF_FFFFL, body));
        CountDownLatch halt = halted;
        if (halt == null || type != RtmpMessage.VIDEO) {
            link.writeRaw(bytes, 0, bytes.length);
            return;
        }
        halted = null;
        link.writeRaw(bytes, 0, bytes.length / 2);
        halt.countDown();
        goOn.await();
        link.writeRaw(bytes, bytes.length / 2, bytes.length - bytes.length / 2);
    }

    private void readAll() {
        try {
            while (true) {
                RtmpMessage message = link.read();
                if (message == null) {
                    close("the server closed");
                    return;
                }
                if (message.type() == RtmpMessage.COMMAND) {
                    String code = message.statusCode();
                    statuses.add(code.isEmpty() ? String.valueOf(message.values().get(0)) : code);
                    if (code.startsWith("NetStream.Publish")) {
                        refused = !code.equals("NetStream.Publish.Start");
                        started.countDown();
                    }
                }
            }
        } catch (java.net.SocketTimeoutException quiet) {
            readAll();
        } catch (IOException broken) {
            close(leaving ? "left" : "reading: " + broken);
        }
    }

    private void close(String by) {
        if (closedBy == null) {
            closedBy = by;
        }
        closed.countDown();
        started.countDown();
    }

    /** Says goodbye and closes. */
    @Override
    public void close() throws IOException {
        leaving = true;
        if (goOn != null) {
            goOn.countDown();
        }
        join(writer);
        if (closedBy == null) {
            link.write(RtmpMessage.command(stream, "deleteStream", 105, null, stream));
        }
        link.close();
        join(reader);
    }

    /** Closes the socket without a word. */
    public void vanish() throws IOException {
        leaving = true;
        link.socket().setSoLinger(true, 0);
        link.close();
        join(writer);
        join(reader);
    }

    private static void join(Thread thread) {
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
