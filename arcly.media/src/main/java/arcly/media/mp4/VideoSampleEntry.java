package arcly.media.mp4;

import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * VisualSampleEntry (ISO/IEC 14496-12, 12.1.3) and what is known of the picture.
 *
 * @param configuration the codec's own box
 * @param sarWidth width of a pixel beside the height; 0 if not said
 */
record VideoSampleEntry(String type, String codecString, Track track, Box configuration, int sarWidth, int sarHeight,
        List<String> brands) implements SampleEntry {
    private static final int DOTS_PER_INCH = 72 << 16;
    private static final int DEPTH = 24;
    private static final int UNSPECIFIED = 2; // ISO/IEC 23091-2

    /** Pixels are square, or nobody says that they are not; no CMAF profile is kept to. */
    static VideoSampleEntry of(String type, String codecString, Track track, Box configuration) {
        return new VideoSampleEntry(type, codecString, track, configuration, 0, 0, List.of());
    }

    @Override
    public Timebase timebase() {
        return Timebase.NINETY_KHZ;
    }

    @Override
    public int usualDuration() {
        double rate = track.frameRate();
        return rate > 0 ? (int) Math.round(timebase().ticksPerSecond() / rate) : 0;
    }

    @Override
    public int shownWidth() {
        boolean shaped = sarWidth > 0 && sarHeight > 0 && sarWidth <= 3 * sarHeight; // within what a track header can hold
        return shaped ? (int) Timebase.rescale(track.width(), sarWidth, sarHeight, Rounding.NEAREST) : track.width();
    }

    @Override
    public int shownHeight() {
        return track.height();
    }

    @Override
    public void writeBody(ByteBuf out) {
        out.writeZero(6).writeShort(1).writeZero(16); // data reference 1
        out.writeShort(track.width()).writeShort(track.height()).writeInt(DOTS_PER_INCH).writeInt(DOTS_PER_INCH).writeInt(0);
        out.writeShort(1).writeZero(32).writeShort(DEPTH).writeShort(-1); // one frame a sample; no compressor's name
        configuration.write(out);
        if (track.property(TrackProperty.COLOUR_PRIMARIES).isPresent()
                || track.property(TrackProperty.COLOUR_MATRIX).isPresent()) {
            colr().write(out);
        }
        if (sarWidth > 0 && sarHeight > 0) {
            new Pasp(sarWidth, sarHeight).write(out);
        }
    }

    private Colr colr() {
        return new Colr(track.property(TrackProperty.COLOUR_PRIMARIES).orElse(UNSPECIFIED),
                track.property(TrackProperty.COLOUR_TRANSFER).orElse(UNSPECIFIED),
                track.property(TrackProperty.COLOUR_MATRIX).orElse(UNSPECIFIED),
                track.property(TrackProperty.COLOUR_FULL_RANGE).orElse(false));
    }
}
