package arcly.bench.hls;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/** One viewer, on its connection; begins three segments before the newest, as players do (RFC 8216, 6.3.3). On its loop. */
final class Watcher extends SimpleChannelInboundHandler<FullHttpResponse> {
    private static final int SEGMENTS_AHEAD = 3;

    /** @param endsAt by the clock of whoever said so; null if it is not said */
    private record Wanted(String path, Instant endsAt) {
    }

    private final URI index;
    private final Figures figures;
    private final Deque<Wanted> wanted = new ArrayDeque<>();
    private URI playlist; // null until the multivariant playlist is there
    private Wanted asked; // null: a playlist, or nothing
    private boolean playlistDue;
    private long askedAt;
    private long playlistAskedAt;
    private long next = -1; // the number of the segment to take next
    private String init = "";
    private volatile boolean playing;

    Watcher(URI index, Figures figures) {
        this.index = index;
        this.figures = figures;
    }

    boolean isPlaying() {
        return playing;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        get(ctx, index);
    }

    private void get(ChannelHandlerContext ctx, URI address) {
        DefaultFullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, address.getRawPath());
        request.headers().set(HttpHeaderNames.HOST, index.getRawAuthority());
        askedAt = System.nanoTime();
        ctx.writeAndFlush(request);
    }

    private void getPlaylist(ChannelHandlerContext ctx) {
        playlistDue = false;
        playlistAskedAt = System.nanoTime();
        get(ctx, playlist);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        long took = System.nanoTime() - askedAt;
        if (response.status().code() != 200) {
            failed((asked == null ? "a playlist" : asked.path()) + ": " + response.status());
            ctx.close();
            return;
        }
        if (asked != null) {
            figures.segment(took, response.content().readableBytes(),
                    asked.endsAt() == null ? null : Duration.between(asked.endsAt(), Instant.now()));
            playing = true;
            goOn(ctx);
        } else if (playlist == null) {
            playlist = index.resolve(firstAddress(text(response)));
            getPlaylist(ctx);
        } else {
            figures.playlist(took, response.content().readableBytes());
            look(ctx, MediaPlaylist.read(text(response)));
        }
    }

    private static String text(FullHttpResponse response) {
        return response.content().toString(StandardCharsets.UTF_8);
    }

    private static String firstAddress(String playlist) {
        return playlist.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).findFirst().orElseThrow();
    }

    private void look(ChannelHandlerContext ctx, MediaPlaylist now) {
        long newest = now.first() + now.segments().size() - 1;
        if (next < 0) {
            next = Math.max(now.first(), newest + 1 - SEGMENTS_AHEAD);
        }
        if (now.first() > next) {
            failed("segment " + next + " was missed: the playlist begins with " + now.first());
            next = now.first();
        }
        boolean grew = next <= newest;
        for (; next <= newest; next++) {
            MediaPlaylist.Segment segment = now.segments().get((int) (next - now.first()));
            if (!segment.init().equals(init)) {
                init = segment.init();
                wanted.add(new Wanted(init, null));
            }
            wanted.add(new Wanted(segment.address(), segment.endsAt()));
        }
        long wait = TimeUnit.SECONDS.toNanos(now.targetSeconds()) / (grew ? 1 : 2) - (System.nanoTime() - playlistAskedAt);
        ctx.executor().schedule(() -> comeAgain(ctx), Math.max(0, wait), TimeUnit.NANOSECONDS);
        goOn(ctx);
    }

    private void comeAgain(ChannelHandlerContext ctx) {
        playlistDue = true;
        if (asked == null) {
            goOn(ctx);
        }
    }

    /** One request at a time: segments first. */
    private void goOn(ChannelHandlerContext ctx) {
        asked = wanted.poll();
        if (asked != null) {
            get(ctx, playlist.resolve(asked.path()));
        } else if (playlistDue) {
            getPlaylist(ctx);
        }
    }

    private void failed(String what) {
        playing = false;
        figures.failed(what);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed("the connection was closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause.toString());
        ctx.close();
    }
}
