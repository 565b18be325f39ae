package arcly.itest.distribution;

import arcly.itest.Ports;
import arcly.itest.Until;
import arcly.itest.container.Home;
import arcly.itest.ffmpeg.Tool;
import java.io.IOException;
import java.net.Socket;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** arcly as its users start it: {@code bin/arcly} of a copy of the distribution, with standard input closed. */
public final class Distribution implements AutoCloseable {
    private static final long START_SECONDS = 30;

    private final Home home;
    private final int rtmpPort;
    private final int httpPort;
    private final Tool process;

    private Distribution(Home home, int rtmpPort, int httpPort, Tool process) {
        this.home = home;
        this.rtmpPort = rtmpPort;
        this.httpPort = httpPort;
        this.process = process;
    }

    /** Starts a fresh copy in target/NAME, with arguments for {@code bin/arcly}, and waits until RTMP listens. */
    public static Distribution start(String name, String... arguments) throws Exception {
        return start(Home.copy(name), arguments);
    }

    /** Starts a copy that the test has configured. */
    public static Distribution start(Home home, String... arguments) throws Exception {
        int port = Ports.free();
        int httpPort = Ports.free();
        home.configure("arcly.rtmp", Map.of("bind", "127.0.0.1", "port", port));
        home.configure("arcly.http", Map.of("bind", "127.0.0.1", "port", httpPort));
        List<String> command = new ArrayList<>(List.of(home.root().resolve("bin/arcly").toString()));
        command.addAll(List.of(arguments));
        Tool process = Tool.start(home.root(), "console", environment(), command);
        Distribution distribution = new Distribution(home, port, httpPort, process);
        try {
            Until.holds(() -> "RTMP listens at " + port + "; the console says " + distribution.console(), START_SECONDS,
                    distribution::listens);
        } catch (Exception | AssertionError failed) {
            process.close();
            throw failed;
        }
        return distribution;
    }

    /** Runs {@code bin/arcly} with arguments to its end. */
    public static Tool run(Home home, String... arguments) throws Exception {
        List<String> command = new ArrayList<>(List.of(home.root().resolve("bin/arcly").toString()));
        command.addAll(List.of(arguments));
        return Tool.start(home.root(), "run", environment(), command);
    }

    private static Map<String, String> environment() {
        return Map.of("JAVA_HOME", System.getProperty("java.home"), "ARCLY_JAVA_OPTS", "-Dio.netty.leakDetection.level=paranoid");
    }

    public Home home() {
        return home;
    }

    public int rtmpPort() {
        return rtmpPort;
    }

    public String url(String stream) {
        return "rtmp://127.0.0.1:" + rtmpPort + "/" + stream;
    }

    public int httpPort() {
        return httpPort;
    }

    /** A path of the HTTP front door. */
    public String page(String path) {
        return "http://127.0.0.1:" + httpPort + path;
    }

    public Tool process() {
        return process;
    }

    public Path root() {
        return home.root();
    }

    /** What it has written to standard output and standard error. */
    public String console() {
        try {
            return process.output() + process.errors();
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    public boolean listens() {
        try (Socket socket = new Socket("127.0.0.1", rtmpPort)) {
            return socket.isConnected();
        } catch (IOException refused) {
            if (!process.isRunning()) {
                throw new AssertionError("it has ended: " + console());
            }
            return false;
        }
    }

    @Override
    public void close() {
        process.close();
    }
}
