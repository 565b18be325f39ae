package arcly.transport.tcp;

import arcly.transport.ConnectionTimer;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The timers of whoever serves a connection: none outlives its stay. On the loop. */
final class ConnectionTimers {
    private final TcpConnection connection;
    private final EventLoop loop;
    private final Set<Timer> running = new HashSet<>();

    ConnectionTimers(TcpConnection connection, EventLoop loop) {
        this.connection = connection;
        this.loop = loop;
    }

    ConnectionTimer schedule(Duration delay, Runnable task) {
        long nanos = Math.max(0, delay.toNanos());
        Timer timer = new Timer(task, System.nanoTime() + nanos);
        running.add(timer);
        timer.pending = loop.schedule(timer, nanos, TimeUnit.NANOSECONDS);
        return timer;
    }

    void cancelAll() {
        for (Timer timer : Set.copyOf(running)) {
            timer.cancel();
        }
    }

    /** The loop's queue knows this object only, and this one forgets the bundle's task as soon as it is over. */
    private final class Timer implements ConnectionTimer, Runnable {
        private final long due;
        private Runnable task;
        private ScheduledFuture<?> pending;

        Timer(Runnable task, long due) {
            this.task = task;
            this.due = due;
        }

        @Override
        public void run() {
            Runnable todo = task;
            over();
            if (todo != null) {
                try {
                    todo.run();
                } catch (Throwable fault) {
                    connection.handlerFailed(fault);
                }
            }
        }

        @Override
        public long remaining() {
            return task == null ? 0 : Math.max(1, due - System.nanoTime());
        }

        @Override
        public void cancel() {
            if (task != null) {
                over();
                pending.cancel(false);
            }
        }

        private void over() {
            task = null;
            running.remove(this);
        }
    }
}
