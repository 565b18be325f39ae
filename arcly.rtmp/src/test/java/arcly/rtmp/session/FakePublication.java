package arcly.rtmp.session;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationListener;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;

/** What was published, and what was said about it. */
public final class FakePublication implements Publication {
    public final FakeStream stream;
    public final List<Frame> frames = new ArrayList<>();
    boolean complete;
    Result result = Result.ACCEPTED;
    public CloseReason reason;
    PublicationListener listener;
    Executor executor;

    FakePublication(FakeStream stream) {
        this.stream = stream;
    }

    public void signal(PublicationSignal signal) {
        PublicationListener told = listener;
        executor.execute(() -> told.signalled(signal));
    }

    @Override
    public StreamKey key() {
        return stream.key();
    }

    @Override
    public LiveStream stream() {
        return stream;
    }

    @Override
    public void declare(List<Track> declared, boolean noMore) {
        stream.tracks.clear();
        declared.forEach(track -> stream.tracks.put(track.id(), track));
        complete = noMore;
    }

    @Override
    public Result publish(Frame frame) {
        if (complete && !stream.tracks.containsKey(frame.track().id())) {
            return Result.REFUSED; // as the kernel does
        }
        if (result == Result.ACCEPTED) {
            frames.add(frame);
            stream.tracks.put(frame.track().id(), frame.track());
        }
        return result;
    }

    @Override
    public void metadata(String name, Object value) {
        stream.version++;
        if (value == null) {
            stream.kept.remove(name);
        } else {
            stream.kept.put(name, value);
        }
    }

    @Override
    public void suspend(CloseReason why) {
        reason = why;
    }

    @Override
    public void close(CloseReason why) {
        reason = why;
    }

    @Override
    public boolean isEnded() {
        return reason != null;
    }

    @Override
    public CloseReason endReason() {
        return reason;
    }

    @Override
    public void arm(Executor on, PublicationListener told) {
        executor = on;
        listener = told;
    }

    @Override
    public void disarm() {
        listener = null;
    }
}
