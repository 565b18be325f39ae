package arcly.itest.count;

import arcly.api.handover.Baton;
import arcly.api.media.Frame;
import arcly.api.media.TrackKind;
import arcly.api.packager.PackagerContext;
import arcly.api.packager.PackagerSettings;
import arcly.api.packager.Packaging;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamReader;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;

/** Counts the video frames of one stream; a successor goes on behind the last one. On the context's executor, but for {@link #toString}. */
final class Counting implements Packaging {
    static final String BATON = "count";
    static final int BATON_VERSION = 1;
    /** A predecessor's last frame is not longer ago than a hand-over takes. */
    private static final Duration BACK = Duration.ofSeconds(10);

    private final StreamReader reader;
    private final Runnable left;
    private final int generation;
    private volatile long frames;
    private volatile long last = Long.MIN_VALUE;
    private volatile boolean beganWithKey;
    private volatile String label;

    Counting(PackagerContext context, Runnable left) {
        this.left = left;
        int before = 0;
        for (Baton baton : context.batons()) {
            if (baton.kind().equals(BATON) && baton.version() == BATON_VERSION) {
                ByteBuffer in = ByteBuffer.wrap(baton.bytes());
                before = in.getInt();
                frames = in.getLong();
                last = in.getLong();
                beganWithKey = in.get() == 1;
            }
        }
        generation = before + 1;
        configure(context.settings());
        reader = context.stream().open(ReadOptions.service().fromBack(BACK));
        reader.arm(context.executor(), this::read);
    }

    private void read() {
        for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
            if (frame.track().kind() == TrackKind.VIDEO && frame.dts() > last) {
                beganWithKey = frames == 0 ? frame.isKey() : beganWithKey;
                last = frame.dts();
                frames++;
            }
        }
    }

    @Override
    public List<Baton> park() {
        read();
        reader.disarm();
        reader.close();
        left.run();
        byte[] state = ByteBuffer.allocate(21).putInt(generation).putLong(frames).putLong(last).put((byte) (beganWithKey ? 1 : 0)).array();
        return List.of(Baton.of(BATON, BATON_VERSION, state));
    }

    @Override
    public void configure(PackagerSettings settings) {
        label = settings.get("label").orElse("none");
    }

    @Override
    public String toString() {
        return "generation " + generation + ", frames " + frames + ", key " + beganWithKey + ", label " + label;
    }
}
