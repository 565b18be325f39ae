package arcly.http.page;

import arcly.api.http.Body;
import arcly.api.http.HttpExchange;
import arcly.api.http.HttpReply;
import arcly.api.http.HttpRoute;
import arcly.api.media.Track;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Streams;
import java.util.Collection;
import java.util.stream.Collectors;

/** {@code /}: the live streams, each with the way to its page. */
public final class IndexRoute implements HttpRoute {
    public static final String PATH = "/";
    /** A page, not a directory of everything. */
    private static final int MOST_STREAMS = 500;

    private final Streams streams;

    public IndexRoute(Streams streams) {
        this.streams = streams;
    }

    @Override
    public void handle(HttpExchange exchange) {
        Collection<LiveStream> live = streams.live();
        String body = "<h1>Live now</h1>\n" + (live.isEmpty()
                ? "<p>Nothing yet. Streams appear here when they are published.</p>"
                : live.stream().limit(MOST_STREAMS).map(IndexRoute::item).collect(Collectors.joining("\n", "<ul>\n", "\n</ul>")))
                + (live.size() > MOST_STREAMS ? "\n<p>and " + (live.size() - MOST_STREAMS) + " more</p>" : "");
        exchange.reply(HttpReply.ok("text/html; charset=utf-8",
                Body.of(Html.page("arcly", "<meta http-equiv=\"refresh\" content=\"5\">\n", body)))
                .header("Cache-Control", "no-store")
                .header("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'").build());
    }

    private static String item(LiveStream stream) {
        String name = Html.escaped(stream.key().toString());
        int viewers = stream.statistics().viewers();
        String tracks = stream.tracks().stream().map(IndexRoute::text).collect(Collectors.joining(", "));
        String separator = tracks.isEmpty() ? "" : " &middot; ";
        return "<li><a href=\"/" + name + "/\">" + name + "</a><small>" + Html.escaped(tracks) + separator
                + viewers + (viewers == 1 ? " viewer" : " viewers") + "</small></li>";
    }

    private static String text(Track track) {
        return track.codec().name() + (track.width() > 0 ? " " + track.width() + "x" + track.height() : "");
    }
}
