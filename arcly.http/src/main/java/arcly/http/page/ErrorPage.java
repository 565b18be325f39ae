package arcly.http.page;

import arcly.api.http.Body;
import arcly.api.http.HttpReply;
import io.netty.handler.codec.http.HttpResponseStatus;

/** What and why, in two lines; as a page for those who look with a browser. */
public final class ErrorPage {
    private ErrorPage() {
    }

    /** @param accept the request's Accept header */
    public static HttpReply.Builder of(int status, String why, String accept) {
        HttpResponseStatus known = HttpResponseStatus.valueOf(status);
        String what = status + " " + known.reasonPhrase();
        HttpReply.Builder reply = HttpReply.status(status).header("Cache-Control", "no-store");
        if (accept.contains("text/html")) {
            return reply.header("Content-Type", "text/html; charset=utf-8").body(Body.of(
                    Html.page(what, "", "<h1>" + Html.escaped(what) + "</h1>\n<p>" + Html.escaped(why) + "</p>")));
        }
        return reply.header("Content-Type", "text/plain; charset=utf-8").body(Body.of(what + "\n" + why + "\n"));
    }
}
