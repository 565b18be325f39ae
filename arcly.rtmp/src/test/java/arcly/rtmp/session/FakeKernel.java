package arcly.rtmp.session;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionListener;
import arcly.api.session.SessionRequest;
import arcly.api.session.Sessions;
import arcly.api.stream.Answer;
import arcly.api.stream.Application;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.Streams;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executor;

/** A kernel that answers when it is told to and writes down what it is asked. One thread. */
public final class FakeKernel implements Sessions, Streams {
    public final List<FakeSession> sessions = new ArrayList<>();
    public boolean answersAtOnce = true;

    @Override
    public ClientSession open(SessionRequest request) {
        FakeSession session = new FakeSession(request);
        sessions.add(session);
        return session;
    }

    public FakeSession last() {
        return sessions.get(sessions.size() - 1);
    }

    @Override
    public Collection<Session> list() {
        return List.copyOf(sessions);
    }

    @Override
    public Optional<Session> find(String id) {
        return Optional.empty();
    }

    @Override
    public Optional<LiveStream> find(StreamKey key) {
        return Optional.empty();
    }

    @Override
    public Collection<LiveStream> live() {
        return List.of();
    }

    @Override
    public Answer<LiveStream> await(StreamKey key, Duration atMost) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Collection<Application> applications() {
        return List.of((Application) Proxy.newProxyInstance(FakeKernel.class.getClassLoader(), new Class<?>[] {Application.class},
                (proxy, method, arguments) -> method.getName().equals("name") ? "live" : null));
    }

    @Override
    public Map<String, Long> counters() {
        return Map.of();
    }

    /** An answer that comes when {@link #grant} or {@link #refuse} is called. */
    public static final class FakeAnswer<T> implements Answer<T> {
        private T value;
        private StreamException refusal;
        private Executor executor;
        private Runnable then;

        public void grant(T granted) {
            value = granted;
            tell();
        }

        public void refuse(StreamException why) {
            refusal = why;
            tell();
        }

        private void tell() {
            if (isDone() && then != null) {
                Runnable once = then;
                then = null;
                executor.execute(once);
            }
        }

        @Override
        public boolean isDone() {
            return value != null || refusal != null;
        }

        @Override
        public T get() {
            if (refusal != null) {
                throw refusal;
            }
            return value;
        }

        @Override
        public void arm(Executor on, Runnable listener) {
            executor = on;
            then = listener;
            tell();
        }

        @Override
        public void disarm() {
            then = null;
        }

        @Override
        public void cancel() {
            refuse(new StreamException(StreamException.Reason.CANCELLED, "cancelled"));
        }

        boolean isArmed() {
            return then != null;
        }
    }

    /** One session with all that hangs on it. */
    public final class FakeSession implements ClientSession {
        public final SessionRequest request;
        public final FakeAnswer<Publication> publishing = new FakeAnswer<>();
        public final FakeAnswer<LiveStream> playing = new FakeAnswer<>();
        public final FakeStream stream = new FakeStream();
        public final FakePublication publication = new FakePublication(stream);
        final Map<String, String> attributes = new LinkedHashMap<>();
        public int asked;
        long bytesIn;
        long selected = -1;
        public CloseReason reason;
        SessionListener listener;
        Executor executor;
        private StreamReader reader;
        private boolean publishAsked;
        private boolean playAsked;

        FakeSession(SessionRequest request) {
            this.request = request;
            attributes.putAll(request.attributes());
        }

        @Override
        public Answer<Publication> publish(Duration atMost) {
            if (!publishAsked) {
                publishAsked = true;
                asked++;
                if (answersAtOnce) {
                    publishing.grant(publication);
                }
            }
            return publishing;
        }

        @Override
        public Answer<LiveStream> play(Duration atMost) {
            if (!playAsked) {
                playAsked = true;
                asked++;
                if (answersAtOnce) {
                    playing.grant(stream);
                }
            }
            return playing;
        }

        @Override
        public Answer<Publication> publishing() {
            return publishAsked ? publishing : null;
        }

        @Override
        public Answer<LiveStream> playing() {
            return playAsked ? playing : null;
        }

        @Override
        public StreamReader open(ReadOptions options) {
            if (reader == null) {
                reader = (StreamReader) Proxy.newProxyInstance(FakeKernel.class.getClassLoader(),
                        new Class<?>[] {StreamReader.class}, (proxy, method, arguments) -> {
                            if (method.getName().equals("select")) {
                                selected = (Long) arguments[0];
                            }
                            return null;
                        });
            }
            return reader;
        }

        @Override
        public StreamReader reader() {
            return reader;
        }

        @Override
        public void transferred(long in, long out) {
            bytesIn += in;
        }

        @Override
        public void attribute(String name, String value) {
            attributes.put(name, value);
        }

        @Override
        public void end(CloseReason why) {
            reason = reason == null ? why : reason;
        }

        @Override
        public void arm(Executor on, SessionListener told) {
            executor = on;
            listener = told;
            if (reason != null) {
                on.execute(() -> told.closed(reason));
            }
        }

        @Override
        public void disarm() {
            listener = null;
        }

        @Override
        public String id() {
            return "1";
        }

        @Override
        public String protocol() {
            return request.protocol();
        }

        @Override
        public Role role() {
            return request.role();
        }

        @Override
        public State state() {
            return reason == null ? State.ACTIVE : State.CLOSED;
        }

        @Override
        public StreamKey stream() {
            return request.stream();
        }

        @Override
        public InetSocketAddress peer() {
            return request.peer();
        }

        @Override
        public Instant since() {
            return Instant.EPOCH;
        }

        @Override
        public long bytesIn() {
            return bytesIn;
        }

        @Override
        public long bytesOut() {
            return 0;
        }

        @Override
        public long lag() {
            return 0;
        }

        @Override
        public long skipped() {
            return 0;
        }

        @Override
        public Map<String, String> attributes() {
            return attributes;
        }

        /** From outside. */
        @Override
        public void close(CloseReason why) {
            if (reason == null) {
                reason = why;
                if (listener != null) {
                    SessionListener told = listener;
                    executor.execute(() -> told.closed(why));
                }
            }
        }

        @Override
        public CloseReason closeReason() {
            return reason;
        }
    }
}
