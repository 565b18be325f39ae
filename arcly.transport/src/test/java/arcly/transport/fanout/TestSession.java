package arcly.transport.fanout;

import arcly.api.session.ClientSession;
import arcly.api.session.SessionListener;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.transport.fanout.TestStream.TestReader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.Executor;

/** A session that has a reader and counts bytes. */
final class TestSession implements ClientSession {
    private final TestReader reader;
    private long bytesOut;

    TestSession(TestReader reader) {
        this.reader = reader;
    }

    @Override
    public TestReader reader() {
        return reader;
    }

    @Override
    public void transferred(long in, long out) {
        bytesOut += out;
    }

    @Override
    public long bytesOut() {
        return bytesOut;
    }

    @Override
    public String id() {
        return "s1";
    }

    @Override
    public String protocol() {
        return "test";
    }

    @Override
    public Role role() {
        return Role.VIEWER;
    }

    @Override
    public State state() {
        return State.ACTIVE;
    }

    @Override
    public StreamKey stream() {
        return StreamKey.of("live", "cam");
    }

    @Override
    public InetSocketAddress peer() {
        return null;
    }

    @Override
    public Instant since() {
        return Instant.EPOCH;
    }

    @Override
    public long bytesIn() {
        return 0;
    }

    @Override
    public long lag() {
        return 0;
    }

    @Override
    public long skipped() {
        return reader.skipped();
    }

    @Override
    public Map<String, String> attributes() {
        return Map.of();
    }

    @Override
    public void close(CloseReason reason) {
        reader.close();
    }

    @Override
    public CloseReason closeReason() {
        return null;
    }

    @Override
    public Answer<Publication> publish(Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<LiveStream> play(Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Answer<Publication> publishing() {
        return null;
    }

    @Override
    public Answer<LiveStream> playing() {
        return null;
    }

    @Override
    public TestReader open(ReadOptions options) {
        return reader;
    }

    @Override
    public void attribute(String name, String value) {
    }

    @Override
    public void end(CloseReason reason) {
        reader.close();
    }

    @Override
    public void arm(Executor executor, SessionListener listener) {
    }

    @Override
    public void disarm() {
    }
}
