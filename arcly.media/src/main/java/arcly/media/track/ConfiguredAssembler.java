package arcly.media.track;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import java.util.function.Consumer;
import org.osgi.annotation.versioning.ProviderType;

/**
 * An assembler whose track follows from one value: the codec's configuration, or what frames say of themselves. Only arcly.media
 * extends it.
 *
 * @param <C> that value
 */
@ProviderType
public abstract class ConfiguredAssembler<C> implements TrackAssembler {
    protected final KnownTrack<C> known;

    private final String what;
    private final int mostBytes;

    /**
     * @param what one input, for messages
     * @param mostBytes of one input
     */
    protected ConfiguredAssembler(String what, int mostBytes, KnownTrack<C> known) {
        this.what = what;
        this.mostBytes = mostBytes;
        this.known = known;
    }

    @Override
    public final Track track() {
        return known.get();
    }

    @Override
    public final boolean describe(Track template) {
        return known.describe(template);
    }

    @Override
    public boolean configure(byte[] data, int offset, int length) throws MediaFormatException {
        C read = length == 0 ? null : configuration(data, offset, length);
        return read != null && known.learn(read);
    }

    /** What a configuration says, which is not empty; null if it says nothing of the track, as where the codec has none. */
    protected C configuration(byte[] data, int offset, int length) throws MediaFormatException {
        return null;
    }

    @Override
    public final void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException {
        if (length > mostBytes) {
            throw MediaFormatException.malformed(what, length + " bytes", "up to " + mostBytes);
        }
        if (length > 0) {
            take(data, offset, length, dts, pts, frames);
        }
    }

    /** As {@link #frames}, of an input that is neither empty nor too large. */
    protected abstract void take(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames)
            throws MediaFormatException;
}
