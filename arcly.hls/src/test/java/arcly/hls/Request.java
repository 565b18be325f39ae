package arcly.hls;

import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;

/** A request as a route sees it, and what it was answered. Everything runs at once. */
final class Request implements HttpExchange {
    final Map<String, String> variables;
    final Map<String, String> query = new HashMap<>();
    final Map<String, String> headers = new HashMap<>();
    boolean forwarded;
    private HttpReply reply;
    private Runnable over;

    Request(Map<String, String> variables) {
        this.variables = variables;
    }

    /** Null if there is none yet. */
    HttpReply reply() {
        return reply;
    }

    byte[] bytes() {
        ByteBuffer all = ByteBuffer.allocate((int) reply.body().length());
        reply.body().buffers().forEach(each -> all.put(each.duplicate()));
        return all.array();
    }

    String text() {
        return new String(bytes(), StandardCharsets.UTF_8);
    }

    /** The client goes away. */
    void leave() {
        if (over != null) {
            over.run();
        }
    }

    @Override
    public String method() {
        return "GET";
    }

    @Override
    public String path() {
        return "/" + variables.get("app") + "/" + variables.get("name");
    }

    @Override
    public String variable(String name) {
        return variables.get(name);
    }

    @Override
    public Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name));
    }

    @Override
    public String rawQuery() {
        return "";
    }

    @Override
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    @Override
    public List<String> headers(String name) {
        return header(name).stream().toList();
    }

    @Override
    public InetSocketAddress peer() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 40_000);
    }

    @Override
    public boolean isSecure() {
        return false;
    }

    @Override
    public boolean isForwarded() {
        return forwarded;
    }

    @Override
    public Executor executor() {
        return Runnable::run;
    }

    @Override
    public Flow.Publisher<ByteBuffer> body(long limit) {
        throw new UnsupportedOperationException("no route here reads a body");
    }

    @Override
    public boolean reply(HttpReply answer) {
        if (reply != null) {
            return false;
        }
        reply = answer;
        return true;
    }

    @Override
    public void arm(Runnable whenOver) {
        over = whenOver;
    }

    @Override
    public void disarm() {
        over = null;
    }
}
