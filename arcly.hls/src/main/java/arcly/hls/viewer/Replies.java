package arcly.hls.viewer;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;

/** What is said when there is nothing to fetch. Never kept by a cache. */
final class Replies {
    private Replies() {
    }

    static HttpReply refusal(int status, String text) {
        return HttpReply.status(status).header("content-type", "text/plain; charset=utf-8").header("cache-control", "no-store")
                .body(Body.of(text + "\n")).build();
    }

    static HttpReply challenge(String text) {
        return HttpReply.status(401).header("content-type", "text/plain; charset=utf-8").header("cache-control", "no-store")
                .header("www-authenticate", "Bearer").body(Body.of(text + "\n")).build();
    }
}
