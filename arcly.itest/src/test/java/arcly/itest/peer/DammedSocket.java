package arcly.itest.peer;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A socket that sends so many bytes and no more, until it is told to go on: stops whatever is spoken over it anywhere. */
public final class DammedSocket extends Socket {
    private static final long PATIENCE_SECONDS = 60;

    private final CountDownLatch reached = new CountDownLatch(1);
    private final CountDownLatch open = new CountDownLatch(1);
    private int left;

    public DammedSocket(int port, int bytes) throws IOException {
        left = bytes;
        connect(new InetSocketAddress("127.0.0.1", port), 5_000);
    }

    /** Waits until the last of the allowed bytes has been sent. */
    public void awaitFull() throws InterruptedException {
        if (!reached.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException(left + " bytes were not sent");
        }
    }

    public void goOn() {
        open.countDown();
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return new Dam(super.getOutputStream());
    }

    private final class Dam extends FilterOutputStream {

        Dam(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int from, int length) throws IOException {
            int now = Math.min(left, length);
            out.write(bytes, from, now);
            left -= now;
            if (now == length) {
                return;
            }
            reached.countDown();
            try {
                open.await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException();
            }
            left = Integer.MAX_VALUE;
            out.write(bytes, from + now, length - now);
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }
    }
}
