package arcly.api.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * A reply. Immutable, so that one made once may answer many. arcly.http adds what HTTP needs: Date, Content-Length, ranges, HEAD,
 * conditional requests by {@link #etag()}, compression, CORS.
 */
public final class HttpReply {
    private final int status;
    private final List<Map.Entry<String, String>> headers;
    private final Body body;
    private final String etag;

    private HttpReply(Builder from) {
        status = from.status;
        headers = List.copyOf(from.headers);
        body = from.body;
        etag = from.etag;
    }

    public static Builder status(int status) {
        return new Builder(status);
    }

    /** 200 with a body of that content type. */
    public static Builder ok(String contentType, Body body) {
        return status(200).header("content-type", contentType).body(body);
    }

    public int status() {
        return status;
    }

    public List<Map.Entry<String, String>> headers() {
        return headers;
    }

    public Body body() {
        return body;
    }

    /** Without quotes; empty if there is none. */
    public String etag() {
        return etag;
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final int status;
        private final List<Map.Entry<String, String>> headers = new ArrayList<>();
        private Body body = Body.empty();
        private String etag = "";

        private Builder(int status) {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status " + status + "; 200 to 599 are allowed");
            }
            this.status = status;
        }

        /** @throws IllegalArgumentException if name or value could break the header apart */
        public Builder header(String name, String value) {
            if (!name.matches("[A-Za-z0-9-]+") || value.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
                throw new IllegalArgumentException("header '" + name + "': names are of A-Z a-z 0-9 -, values without control characters");
            }
            headers.add(Map.entry(name, value));
            return this;
        }

        public Builder body(Body content) {
            body = Objects.requireNonNull(content, "body");
            return this;
        }

        /** What tells this content from another of the same address; enables conditional requests. Without quotes. */
        public Builder etag(String tag) {
            etag = Objects.requireNonNull(tag, "etag");
            return this;
        }

        public HttpReply build() {
            return new HttpReply(this);
        }
    }
}
