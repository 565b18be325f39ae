package arcly.itest.peer;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A client of the fixture protocol: publishes numbered frames, or views them and checks the numbers. */
public final class LinePeer implements AutoCloseable {
    private static final int FRAMES_A_SECOND = 50;
    private static final int FRAME_BYTES = 5_000;

    private final Socket socket = new Socket();
    private final DataOutputStream out;
    private final DataInputStream in;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final List<String> said = new CopyOnWriteArrayList<>();
    private final CountDownLatch agreed = new CountDownLatch(1);
    private final Thread reader = new Thread(this::readAll, "line-reader");
    private final Thread writer = new Thread(this::writeAll, "line-writer");
    private volatile boolean leaving;
    private volatile String closedBy;
    private volatile long frames;
    private volatile long next = -1;
    private long worstDelay;

    private LinePeer(int port) throws IOException {
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress("127.0.0.1", port), 5_000);
        out = new DataOutputStream(socket.getOutputStream());
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream(), 1 << 16));
        reader.setDaemon(true);
        writer.setDaemon(true);
        reader.start();
    }

    /** Publishes 2 Mbit/s; returns once the server has agreed. */
    public static LinePeer publish(int port, String stream) throws Exception {
        LinePeer peer = new LinePeer(port);
        peer.ask('P', stream);
        peer.awaitAgreement();
        peer.writer.start();
        return peer;
    }

    /** Views; returns once the server has agreed. */
    public static LinePeer view(int port, String stream) throws Exception {
        LinePeer peer = askToView(port, stream);
        peer.awaitAgreement();
        return peer;
    }

    /** Asks to view and does not wait. */
    public static LinePeer askToView(int port, String stream) throws Exception {
        LinePeer peer = new LinePeer(port);
        peer.ask('V', stream);
        return peer;
    }

    public List<String> faults() {
        return faults;
    }

    /** What the server said, frames apart. */
    public List<String> said() {
        return said;
    }

    /** Null while the connection is open. */
    public String closedBy() {
        return closedBy;
    }

    public long frames() {
        return frames;
    }

    /** Nanoseconds from send to arrival, the most since this was last asked. */
    public synchronized long worstDelay() {
        long worst = worstDelay;
        worstDelay = 0;
        return worst;
    }

    private void ask(char type, String stream) throws IOException {
        byte[] text = stream.getBytes(StandardCharsets.UTF_8);
        out.writeInt(1 + text.length);
        out.writeByte(type);
        out.write(text);
        out.flush();
    }

    private void awaitAgreement() throws Exception {
        if (!agreed.await(20, TimeUnit.SECONDS) || closedBy != null) {
            throw new IllegalStateException("the server said " + said + ", " + closedBy);
        }
    }

    private void writeAll() {
        long start = System.nanoTime();
        try {
            for (long number = 0; !leaving; number++) {
                long due = start + number * TimeUnit.SECONDS.toNanos(1) / FRAMES_A_SECOND;
                long wait;
                while ((wait = due - System.nanoTime()) > 0) {
                    LockSupport.parkNanos(wait);
                }
                ByteBuffer unit = ByteBuffer.allocate(4 + 1 + 1 + 8 + FRAME_BYTES);
                unit.putInt(unit.capacity() - 4).put((byte) 'F').put((byte) (number % FRAMES_A_SECOND == 0 ? 1 : 0));
                unit.putLong(number * TimeUnit.SECONDS.toNanos(1) / FRAMES_A_SECOND);
                unit.putLong(number).putLong(System.nanoTime());
                int half = 1 + (int) (number % (unit.capacity() - 1)); // in two pieces, so that a hand-over falls into a unit
                out.write(unit.array(), 0, half);
                out.flush();
                out.write(unit.array(), half, unit.capacity() - half);
                out.flush();
                frames = number + 1;
            }
        } catch (IOException broken) {
            end(leaving ? "left" : "writing: " + broken);
        }
    }

    private void readAll() {
        try {
            while (true) {
                int length = in.readInt();
                char type = (char) in.readUnsignedByte();
                byte[] body = new byte[length - 1];
                in.readFully(body);
                if (type == 'F') {
                    frame(ByteBuffer.wrap(body));
                    continue;
                }
                said.add(type + " " + new String(body, StandardCharsets.UTF_8));
                if (type == 'K') {
                    agreed.countDown();
                }
            }
        } catch (EOFException closed) {
            end("the server closed");
        } catch (IOException broken) {
            end(leaving ? "left" : "reading: " + broken);
        }
    }

    private void frame(ByteBuffer body) {
        boolean key = body.get() != 0;
        body.getLong();
        long number = body.getLong();
        long sentAt = body.getLong();
        if (next < 0 && !key) {
            faults.add("the first frame, " + number + ", is no key frame");
        } else if (next >= 0 && number != next) {
            faults.add("frame " + number + " came, " + next + " was due");
        }
        next = number + 1;
        delayed(System.nanoTime() - sentAt);
        frames = frames + 1; // written by this thread only
    }

    private synchronized void delayed(long nanos) {
        worstDelay = Math.max(worstDelay, nanos);
    }

    private void end(String by) {
        if (closedBy == null) {
            closedBy = by;
        }
        agreed.countDown();
    }

    @Override
    public void close() throws IOException {
        leaving = true;
        socket.close();
        try {
            writer.join(1_000);
            reader.join(1_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
