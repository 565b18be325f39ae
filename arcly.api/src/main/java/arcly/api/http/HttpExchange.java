package arcly.api.http;

import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.osgi.annotation.versioning.ProviderType;

/** One request and its one reply. Only arcly.http implements it. Any thread. */
@ProviderType
public interface HttpExchange {

    /** Upper case. */
    String method();

    /** Decoded, normalised, beginning with a slash; never with {@code .}, {@code ..}, empty segments or control characters. */
    String path();

    /** What stood in the pattern's braces of that name. */
    String variable(String name);

    /** The first value of a query parameter, decoded. */
    Optional<String> query(String name);

    /** As sent, without the question mark; empty if there is none. */
    String rawQuery();

    /** The first value of a header; the name in any case. */
    Optional<String> header(String name);

    List<String> headers(String name);

    InetSocketAddress peer();

    boolean isSecure();

    /** It carries a proxy's header, or a Host that is not this machine: its peer does not count as loopback. */
    boolean isForwarded();

    /** The connection's loop: what is armed with it runs beside this exchange without a lock. */
    Executor executor();

    /**
     * The request's body, to be subscribed to once; fails with an {@code HttpException} 413 beyond the limit.
     *
     * @param limit bytes
     */
    Flow.Publisher<ByteBuffer> body(long limit);

    /**
     * Answers. Only the first reply counts; one to an exchange that is over is thrown away, and its body closed.
     *
     * @return false if it did not count
     */
    boolean reply(HttpReply reply);

    /** Runs {@code over} on {@link #executor()} once the exchange is over: answered, closed by the peer, or taken from this route. */
    void arm(Runnable over);

    void disarm();
}
