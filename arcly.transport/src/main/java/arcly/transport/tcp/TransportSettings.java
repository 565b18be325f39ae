package arcly.transport.tcp;

import java.time.Duration;

/**
 * How the transport treats sockets. Sizes in bytes; 0 leaves it to the operating system.
 *
 * @param loops event loops; 0 takes one per core. Read once
 * @param epoll use epoll where there is epoll. Read once
 * @param backlog connections that the operating system keeps until they are accepted, per listening socket
 * @param receiveBuffer of new sockets
 * @param sendBuffer of new sockets
 * @param unsent what the operating system takes beyond what is on its way to the peer (epoll only)
 * @param lowWatermark below it a full connection counts as writable again
 * @param highWatermark above it a connection is not writable; viewers' frames then wait in the stream's ring
 * @param keepAlive whether the operating system probes silent peers
 * @param handoverTimeout how long a parked endpoint waits for its successor
 * @param handoverForeign whether a bundle of another symbolic name may inherit
 */
public record TransportSettings(int loops, boolean epoll, int backlog, int receiveBuffer, int sendBuffer, int unsent,
        int lowWatermark, int highWatermark, boolean keepAlive, Duration handoverTimeout, boolean handoverForeign) {

    public static final TransportSettings DEFAULT = new TransportSettings(0, true, 1024, 0, 0, 256 << 10, 64 << 10,
            256 << 10, true, Duration.ofSeconds(10), false);

    public TransportSettings withLoops(int count) {
        return new TransportSettings(count, epoll, backlog, receiveBuffer, sendBuffer, unsent, lowWatermark, highWatermark,
                keepAlive, handoverTimeout, handoverForeign);
    }

    public TransportSettings withEpoll(boolean wanted) {
        return new TransportSettings(loops, wanted, backlog, receiveBuffer, sendBuffer, unsent, lowWatermark, highWatermark,
                keepAlive, handoverTimeout, handoverForeign);
    }

    public TransportSettings withBuffers(int receive, int send, int notSent) {
        return new TransportSettings(loops, epoll, backlog, receive, send, notSent, lowWatermark, highWatermark,
                keepAlive, handoverTimeout, handoverForeign);
    }

    public TransportSettings withHandover(Duration timeout, boolean foreign) {
        return new TransportSettings(loops, epoll, backlog, receiveBuffer, sendBuffer, unsent, lowWatermark, highWatermark,
                keepAlive, timeout, foreign);
    }

    int loopCount() {
        return loops > 0 ? loops : Runtime.getRuntime().availableProcessors();
    }
}
