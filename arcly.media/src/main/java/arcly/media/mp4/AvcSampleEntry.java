package arcly.media.mp4;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.h264.AvcConfiguration;
import arcly.media.h264.SequenceParameterSet;
import arcly.media.h264.VideoUsability;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import java.util.List;

/**
 * AVCSampleEntry "avc1" (ISO/IEC 14496-15, 5.4.2.1): the parameter sets stand here and not in the samples.
 *
 * @param avcC with the length size of the canonical form
 * @param sps the one in use
 */
record AvcSampleEntry(Track track, Payload avcC, SequenceParameterSet sps) implements SampleEntry {
    private static final int CANONICAL_LENGTH_SIZE = 4;
    private static final int DOTS_PER_INCH = 72 << 16;
    private static final int DEPTH = 24;
    private static final int HIGH = 100; // profile_idc; Baseline and Main are below
    private static final int HD_LEVEL = 40;
    private static final int UNSPECIFIED = 2; // ISO/IEC 23091-2

    static AvcSampleEntry of(Track track) {
        AvcConfiguration read = AvcConfiguration.read(track.configuration());
        boolean canonical = read.lengthSize() == CANONICAL_LENGTH_SIZE;
        Payload avcC = canonical ? track.configuration()
                : AvcConfiguration.of(CANONICAL_LENGTH_SIZE, read.sps(), read.pps(), read.spsExtensions()).write();
        return new AvcSampleEntry(track, avcC, read.sequenceParameterSet());
    }

    @Override
    public String type() {
        return "avc1";
    }

    @Override
    public String codecString() {
        return sps.codecString();
    }

    @Override
    public Timebase timebase() {
        return Timebase.NINETY_KHZ;
    }

    @Override
    public List<String> brands() {
        boolean hd = sps.profileIdc() <= HIGH && sps.levelIdc() <= HD_LEVEL && sps.isFrameMbsOnly()
                && sps.width() <= 1920 && sps.height() <= 1080;
        return hd ? List.of("cfhd") : List.of(); // A.2: AVC HD
    }

    @Override
    public int usualDuration() {
        double rate = track.frameRate();
        return rate > 0 ? (int) Math.round(timebase().ticksPerSecond() / rate) : 0;
    }

    @Override
    public int shownWidth() {
        VideoUsability vui = sps.usability().filter(AvcSampleEntry::hasAspect).orElse(null);
        return vui == null ? sps.width()
                : (int) Timebase.rescale(sps.width(), vui.sarWidth(), vui.sarHeight(), Rounding.NEAREST);
    }

    @Override
    public int shownHeight() {
        return sps.height();
    }

    /** Whether the shape of a pixel is said, and within what a track header can hold. */
    private static boolean hasAspect(VideoUsability vui) {
        return vui.sarWidth() > 0 && vui.sarHeight() > 0 && vui.sarWidth() <= 3 * vui.sarHeight();
    }

    /** VisualSampleEntry (ISO/IEC 14496-12, 12.1.3) and what is known of the picture. */
    @Override
    public void writeBody(ByteBuf out) {
        out.writeZero(6).writeShort(1).writeZero(16); // data reference 1
        out.writeShort(sps.width()).writeShort(sps.height()).writeInt(DOTS_PER_INCH).writeInt(DOTS_PER_INCH).writeInt(0);
        out.writeShort(1).writeZero(32).writeShort(DEPTH).writeShort(-1); // one frame a sample; no compressor's name
        new CodecConfiguration("avcC", avcC).write(out);
        if (track.property(TrackProperty.COLOUR_PRIMARIES).isPresent()
                || track.property(TrackProperty.COLOUR_MATRIX).isPresent()) {
            colr().write(out);
        }
        sps.usability().filter(vui -> vui.sarWidth() > 0 && vui.sarHeight() > 0)
                .ifPresent(vui -> new Pasp(vui.sarWidth(), vui.sarHeight()).write(out));
    }

    private Colr colr() {
        return new Colr(track.property(TrackProperty.COLOUR_PRIMARIES).orElse(UNSPECIFIED),
                track.property(TrackProperty.COLOUR_TRANSFER).orElse(UNSPECIFIED),
                track.property(TrackProperty.COLOUR_MATRIX).orElse(UNSPECIFIED),
                track.property(TrackProperty.COLOUR_FULL_RANGE).orElse(false));
    }
}
