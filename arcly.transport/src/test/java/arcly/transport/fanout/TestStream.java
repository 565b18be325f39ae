package arcly.transport.fanout;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.api.stream.StreamState;
import arcly.api.stream.StreamStatistics;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;

/** A stream that is a list; frame n is the n-th published. Used by one thread. */
final class TestStream implements LiveStream {
    static final Track VIDEO = Track.of(0, Codec.H264).size(640, 360).build();
    static final Track AUDIO = Track.of(1, Codec.AAC).sampleRate(48_000).build();
    private static long ids;

    final List<Frame> frames = new ArrayList<>();
    final List<TestReader> readers = new ArrayList<>();
    /** A reader further behind than this is moved. */
    int ring = Integer.MAX_VALUE;
    /** Readers that may be open; one more is refused with LIMIT. */
    int mostReaders = Integer.MAX_VALUE;
    private final long id = ++ids;
    private long metadataVersion;
    private CloseReason ended;

    void video(boolean key, int size) {
        publish(Frame.of(VIDEO).dts(frames.size()).key(key).payload(payload(frames.size(), size)).build());
    }

    void audio(int size) {
        publish(Frame.of(AUDIO).dts(frames.size()).key(true).payload(payload(frames.size(), size)).build());
    }

    void publish(Frame frame) {
        frames.add(frame);
        wake();
    }

    /** One key frame and others up to {@code count}. */
    void groupOfPictures(int count, int size) {
        for (int i = 0; i < count; i++) {
            video(i == 0, size);
        }
    }

    void changeMetadata() {
        metadataVersion++;
    }

    static Payload payload(int number, int size) {
        byte[] bytes = new byte[size];
        for (int i = 0; i < size; i++) {
            bytes[i] = (byte) (number * 31 + i);
        }
        return Payload.wrap(bytes);
    }

    long newestKey() {
        for (int number = frames.size() - 1; number >= 0; number--) {
            Frame frame = frames.get(number);
            if (frame.isKey() && frame.track().kind() == TrackKind.VIDEO) {
                return number;
            }
        }
        return -1;
    }

    int armedReaders() {
        return (int) readers.stream().filter(reader -> reader.wake != null).count();
    }

    @Override
    public TestReader open(ReadOptions options) {
        if (ended != null) {
            throw new StreamException(StreamException.Reason.GONE, "ended");
        }
        if (readers.size() >= mostReaders) {
            throw new StreamException(StreamException.Reason.LIMIT, "too many readers");
        }
        TestReader reader = new TestReader(this);
        readers.add(reader);
        return reader;
    }

    @Override
    public void end(CloseReason reason) {
        ended = reason;
        wake();
    }

    private void wake() {
        for (TestReader reader : List.copyOf(readers)) {
            reader.published();
        }
    }

    @Override
    public StreamKey key() {
        return StreamKey.of("live", "cam");
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public long metadataVersion() {
        return metadataVersion;
    }

    @Override
    public CloseReason endReason() {
        return ended;
    }

    @Override
    public StreamState state() {
        return ended == null ? StreamState.PUBLISHING : StreamState.ENDED;
    }

    @Override
    public Instant since() {
        return Instant.EPOCH;
    }

    @Override
    public List<Track> tracks() {
        return List.of(VIDEO, AUDIO);
    }

    @Override
    public boolean isReady() {
        return true;
    }

    @Override
    public Map<String, Object> metadata() {
        return Map.of();
    }

    @Override
    public StreamStatistics statistics() {
        throw new UnsupportedOperationException();
    }

    /** Starts at the newest key frame, or at the next one. */
    static final class TestReader implements StreamReader {
        private final TestStream stream;
        Runnable wake;
        private Executor executor;
        private boolean wakeAhead;
        private long next;
        private long sequence = -1;
        private long skipped;
        private long jumps;
        private long tracks = -1;
        private boolean paused;
        private CloseReason closed;

        TestReader(TestStream stream) {
            this.stream = stream;
            this.next = stream.newestKey() < 0 ? stream.frames.size() : stream.newestKey();
        }

        /** As from ReadOptions.fromBack: this one begins elsewhere. */
        void startAt(long number) {
            next = number;
        }

        void published() {
            if (wake != null && !wakeAhead) {
                wakeAhead = true;
                executor.execute(() -> {
                    wakeAhead = false;
                    if (wake != null) {
                        wake.run();
                    }
                });
            }
        }

        @Override
        public Frame poll() {
            if (paused || closed != null) {
                return null;
            }
            if (stream.frames.size() - next > stream.ring) {
                long key = stream.newestKey();
                skipped += key - next;
                jumps++;
                next = key;
            }
            while (next < stream.frames.size()) {
                Frame frame = stream.frames.get((int) next++);
                if ((tracks >> frame.track().id() & 1) != 0) {
                    sequence = next - 1;
                    return frame;
                }
            }
            return null;
        }

        @Override
        public void arm(Executor on, Runnable runnable) {
            if (closed != null) {
                throw new StreamException(StreamException.Reason.GONE, "closed");
            }
            executor = on;
            wake = runnable;
            if (next < stream.frames.size() || stream.ended != null) {
                published();
            }
        }

        @Override
        public void disarm() {
            wake = null;
        }

        @Override
        public boolean isEnded() {
            return closed != null || stream.ended != null && (paused || next >= stream.frames.size());
        }

        @Override
        public CloseReason endReason() {
            return closed != null ? closed : isEnded() ? stream.ended : null;
        }

        void evict() {
            closed = CloseReason.EVICTED;
            stream.readers.remove(this);
        }

        @Override
        public void close() {
            closed = CloseReason.LEFT;
            stream.readers.remove(this);
        }

        @Override
        public void pause() {
            paused = true;
        }

        @Override
        public void resume() {
            paused = false;
            next = Math.max(next, stream.newestKey());
        }

        @Override
        public boolean isPaused() {
            return paused;
        }

        @Override
        public void select(long wanted) {
            tracks = wanted;
        }

        @Override
        public LiveStream stream() {
            return stream;
        }

        @Override
        public long sequence() {
            return sequence;
        }

        @Override
        public long skipped() {
            return skipped;
        }

        @Override
        public long jumps() {
            return jumps;
        }

        @Override
        public long behind() {
            return 0;
        }

        @Override
        public void requestKeyframe(int track) {
        }
    }
}
