package arcly.media.track;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import java.util.function.BiFunction;

/**
 * The track of an assembler: what its template says, and what the bitstream says last. Equal tracks are one object.
 *
 * @param <C> what the codec's configuration, or the head of a frame, says of the track; equal by value
 */
public final class KnownTrack<C> {
    private final BiFunction<C, Track, Track> with;
    private Track base;
    private C configuration; // null until one is known
    private Track track;     // null until then, unless another one's is gone on with

    /**
     * @param template may have a configuration: then it is the first track
     * @param with the second with the first in it
     */
    public KnownTrack(Codec codec, Track template, BiFunction<C, Track, Track> with) {
        if (!template.codec().equals(codec)) {
            throw new IllegalArgumentException(template + "; allowed is " + codec);
        }
        this.with = with;
        this.base = template;
    }

    /** Null until known. */
    public Track get() {
        return track;
    }

    /** Null until known. */
    public C configuration() {
        return configuration;
    }

    /** Takes what the bitstream says now; true if {@link #get()} is another one. */
    public boolean learn(C next) {
        if (next.equals(configuration)) {
            return false;
        }
        Track made = with.apply(next, base);
        configuration = next;
        return replace(made);
    }

    /** Goes on with the track of the template as it is. */
    public KnownTrack<C> resume(C known) {
        configuration = known;
        track = base;
        return this;
    }

    /** Takes language and properties of another template; true if {@link #get()} is another one. */
    public boolean describe(Track template) {
        base = template;
        return configuration != null && replace(with.apply(configuration, base));
    }

    private boolean replace(Track made) {
        if (made.equals(track)) {
            return false;
        }
        track = made;
        return true;
    }

    /** A frame that decodes without any other: all audio. */
    public Frame frame(Payload payload, long dts, long pts, long duration) {
        return Frame.of(track).dts(dts).pts(pts).duration(duration).key(true).payload(payload).build();
    }
}
