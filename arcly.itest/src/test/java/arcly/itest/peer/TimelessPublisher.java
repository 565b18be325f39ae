package arcly.itest.peer;

import java.io.IOException;

/** Publishes what a test makes up, as fast as the server takes it: times are those the test says, not the clock's. */
public final class TimelessPublisher implements AutoCloseable {
    private static final int LEVEL_IN_CONFIGURATION = 5 + 3;
    private static final int LEVEL_IN_PARAMETERS = 5 + 6 + 2 + 3;

    private final RtmpLink link;
    private final int stream;
    private final int frameBytes;

    private TimelessPublisher(RtmpLink link, String name, int frameBytes) throws IOException {
        this.link = link;
        this.frameBytes = frameBytes;
        stream = link.createStream();
        link.write(RtmpMessage.command(stream, "publish", 104, null, name, "live"));
        RtmpMessage message;
        do {
            message = link.read();
            if (message == null) {
                throw new IOException("the server closed");
            }
        } while (message.type() != RtmpMessage.COMMAND || !message.statusCode().startsWith("NetStream.Publish"));
        if (!message.statusCode().equals("NetStream.Publish.Start")) {
            throw new IOException("refused: " + message.statusCode());
        }
    }

    public static TimelessPublisher publish(int port, String application, String name, int frameBytes) throws IOException {
        return new TimelessPublisher(RtmpLink.connected(port, application), name, frameBytes);
    }

    /** @param level level_idc that the parameter sets name */
    public void videoHeader(long millis, int level) throws IOException {
        byte[] header = Samples.videoHeader();
        header[LEVEL_IN_CONFIGURATION] = (byte) level;
        header[LEVEL_IN_PARAMETERS] = (byte) level;
        send(RtmpMessage.VIDEO, millis, header);
    }

    public void audioHeader() throws IOException {
        send(RtmpMessage.AUDIO, 0, Samples.audioHeader());
    }

    /**
     * Video from one time to another, milliseconds.
     *
     * @param keyEvery frames between two key frames
     */
    public void video(long from, long to, int keyEvery) throws IOException {
        for (long number = from * Samples.FRAME_RATE / 1000; number < to * Samples.FRAME_RATE / 1000; number++) {
            send(RtmpMessage.VIDEO, number * 1000 / Samples.FRAME_RATE, Samples.video(number, number % keyEvery == 0, frameBytes));
        }
    }

    /** Sound from one time to another, milliseconds. */
    public void audio(long from, long to) throws IOException {
        for (long number = from * Samples.SAMPLE_RATE / 1024_000 + (from > 0 ? 1 : 0); number * 1024 * 1000 / Samples.SAMPLE_RATE < to; number++) {
            send(RtmpMessage.AUDIO, number * 1024 * 1000 / Samples.SAMPLE_RATE, Samples.audio(number, 64));
        }
    }

    private void send(int type, long millis, byte[] body) throws IOException {
        link.write(new RtmpMessage(type, stream, millis, body));
    }

    @Override
    public void close() throws IOException {
        link.close();
    }
}
