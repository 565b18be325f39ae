package arcly.bench.hls;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * Many viewers of one live HLS stream: {@code Watchers http://HOST[:PORT]/APP/NAME/index.m3u8 VIEWERS SECONDS [PID]}.
 *
 * <p>Each asks over a connection of its own for the multivariant playlist, then for the media playlist as RFC 8216, 6.3.4 has it, and
 * takes each new segment once. They come within some seconds; what is counted begins when all are there. With the server's process
 * number its CPU time over the counted seconds is told too (Linux). Exit code 1 if any request failed or any segment was missed.
 */
public final class Watchers {
    private static final int VIEWERS_PER_SECOND = 100;
    private static final int LARGEST_SEGMENT_BYTES = 64 << 20;
    /** After the last has come, until its first segments are no part of the figures. */
    private static final int SETTLING_SECONDS = 10;

    private Watchers() {
    }

    public static void main(String[] args) throws Exception {
        if (args.length < 3 || args.length > 4) {
            System.err.println("usage: Watchers http://HOST[:PORT]/APP/NAME/index.m3u8 VIEWERS SECONDS [PID]");
            System.exit(2);
        }
        URI index = URI.create(args[0]);
        int viewers = Integer.parseInt(args[1]);
        int seconds = Integer.parseInt(args[2]);
        Figures figures = new Figures();
        EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
        List<Watcher> all = new ArrayList<>();
        for (int i = 0; i < viewers; i++) {
            all.add(come(loop, index, figures));
            TimeUnit.MILLISECONDS.sleep(1000 / VIEWERS_PER_SECOND);
        }
        TimeUnit.SECONDS.sleep(SETTLING_SECONDS);
        long before = args.length > 3 ? cpuTicks(args[3]) : 0;
        loop.submit(figures::begin).sync();
        TimeUnit.SECONDS.sleep(seconds);
        long used = args.length > 3 ? cpuTicks(args[3]) - before : 0;
        loop.submit(figures::end).sync();
        System.out.printf(Locale.ROOT, "%d viewers, %d s, %.0f requests/s, %.3f Gbit/s in, %d playing at the end%n", viewers, seconds,
                (double) figures.requests() / seconds, figures.bytes() * 8e-9 / seconds, all.stream().filter(Watcher::isPlaying).count());
        if (args.length > 3) {
            System.out.printf(Locale.ROOT, "server's CPU %.1f %% of a core%n", used / (double) seconds); // a tick is 1/100 s
        }
        figures.print();
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
        System.exit(figures.failures().isEmpty() ? 0 : 1);
    }

    private static Watcher come(EventLoopGroup loop, URI index, Figures figures) {
        Watcher watcher = new Watcher(index, figures);
        new Bootstrap().group(loop).channel(NioSocketChannel.class).handler(new ChannelInitializer<SocketChannel>() {
            @Override
            protected void initChannel(SocketChannel channel) {
                channel.pipeline().addLast(new HttpClientCodec(), new HttpObjectAggregator(LARGEST_SEGMENT_BYTES), watcher);
            }
        }).connect(index.getHost(), index.getPort() < 0 ? 80 : index.getPort());
        return watcher;
    }

    /** User and system time of all threads of a process (proc(5)). */
    private static long cpuTicks(String pid) throws IOException {
        String stat = Files.readString(Path.of("/proc", pid, "stat"));
        String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return Long.parseLong(afterName[11]) + Long.parseLong(afterName[12]);
    }
}
