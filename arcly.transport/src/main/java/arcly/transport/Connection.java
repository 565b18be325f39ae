package arcly.transport;

import arcly.api.session.ClientSession;
import arcly.api.stream.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A TCP connection, accepted or dialled. The transport owns it; a protocol's handler serves it for a while. Everything but
 * {@link #id}, the addresses, {@link #tls} and {@link #loop} is called on {@link #loop()} only.
 *
 * <p>The pipeline is {@code [tls] boundary | the handlers installed here | residue}; boundary and residue are the transport's.
 */
@ProviderType
public interface Connection {

    /** Unique while the process lives. */
    String id();

    InetSocketAddress remoteAddress();

    InetSocketAddress localAddress();

    boolean isOutgoing();

    /** What TLS has agreed on; null if the connection is plain. */
    default TlsSession tls() {
        return null;
    }

    /** The connection's thread, and the executor to arm its readers with. */
    EventLoop loop();

    ByteBufAllocator allocator();

    /**
     * Adds a Netty handler behind those installed before. It sees input as {@code ByteBuf}, and half-closure as
     * {@code ChannelInputShutdownEvent}; one that no handler consumes closes the connection as {@link CloseReason#LOST},
     * and so does an exception that none consumes, as {@link CloseReason#PROTOCOL}. Prefer {@code ByteToMessageDecoder}
     * and {@code ChannelInboundHandlerAdapter}.
     */
    void install(String name, ChannelHandler handler);

    void uninstall(String name);

    /** The handshake is over: ends the handshake time-out. */
    void established();

    /**
     * Writes whole units of the wire (messages, replies), never a part of one: what was accepted here goes out although
     * the handler is replaced meanwhile, before its successor's first byte. Takes the buffer over.
     */
    void write(ByteBuf units);

    void flush();

    /** False while more waits to go out than the high watermark; {@code channelWritabilityChanged} tells of the change. */
    boolean isWritable();

    /** Bytes accepted by {@link #write} that the socket has not taken. */
    long pendingBytes();

    long bytesIn();

    long bytesOut();

    /** Runs the task on the loop after the delay, unless it is cancelled or the handler parked before. */
    ConnectionTimer schedule(Duration delay, Runnable task);

    /**
     * Keeps a session with the connection, over hand-overs. If the connection goes and no handler is there to end it, the
     * transport ends it, with {@link CloseReason#PROVIDER_GONE} or {@link CloseReason#LOST}.
     *
     * @param name unique on this connection: a message stream id, a URL
     */
    void attach(String name, ClientSession session);

    /** Lets go of a session, and of its viewer if there is one. */
    void detach(String name);

    /** What is attached, by name. */
    Map<String, ClientSession> attached();

    /**
     * Starts to write what the reader of the attached session of that name reads; bytes are added to the session's.
     * Starts at once, on this loop, after the caller's task.
     *
     * @throws IllegalStateException if no session of that name is attached, or it has no reader, or it has a viewer already
     */
    Viewer view(String name, WireOptions options, ViewerListener listener);

    /** The viewer of that name, also one that was parked and waits for {@link Viewer#arm}; null if there is none. */
    Viewer viewer(String name);

    /**
     * Subscribes to a publisher, of replies or the like, and keeps it with the connection over hand-overs. If the
     * connection goes, the publisher is cancelled.
     *
     * @param name unique on this connection
     * @throws IllegalStateException if there is an inflow of that name
     */
    Inflow subscribe(String name, Flow.Publisher<ByteBuffer> publisher);

    /** The inflow of that name, also one that waits for {@link Inflow#arm}; null if there is none, or it was cancelled. */
    Inflow inflow(String name);

    /**
     * Closes once all that was written has gone out and the peer has closed too, or after two seconds. What it still
     * sends is thrown away; attached sessions that are not ended yet end at once, with this reason, which goes to the
     * log.
     */
    void close(CloseReason reason);
}
