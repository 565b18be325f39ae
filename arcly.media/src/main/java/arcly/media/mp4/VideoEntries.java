package arcly.media.mp4;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.av1.Av1Configuration;
import arcly.media.h264.AvcConfiguration;
import arcly.media.h264.SequenceParameterSet;
import arcly.media.h264.VideoUsability;
import arcly.media.hevc.HevcConfiguration;
import arcly.media.hevc.HevcSps;
import arcly.media.vp9.VpConfiguration;
import arcly.media.vvc.VvcConfiguration;
import arcly.media.vvc.VvcSps;
import java.util.List;
import java.util.Optional;

/** How video codecs stand in MP4. Parameter sets stand in the entry and not in the samples. */
final class VideoEntries {
    private static final int CANONICAL_LENGTH_SIZE = 4;
    private static final int HIGH = 100; // profile_idc; Baseline and Main are below
    private static final int HD_LEVEL = 40;

    private VideoEntries() {
    }

    /** AVCSampleEntry "avc1" (ISO/IEC 14496-15, 5.4.2.1). */
    static SampleEntry avc(Track track) {
        AvcConfiguration read = AvcConfiguration.read(track.configuration());
        boolean canonical = read.lengthSize() == CANONICAL_LENGTH_SIZE;
        Payload avcC = canonical ? track.configuration()
                : AvcConfiguration.of(CANONICAL_LENGTH_SIZE, read.sps(), read.pps(), read.spsExtensions()).write();
        SequenceParameterSet sps = read.sequenceParameterSet();
        boolean hd = sps.profileIdc() <= HIGH && sps.levelIdc() <= HD_LEVEL && sps.isFrameMbsOnly()
                && sps.width() <= 1920 && sps.height() <= 1080;
        Optional<VideoUsability> vui = sps.usability();
        return new VideoSampleEntry("avc1", sps.codecString(), sized(track, sps.width(), sps.height()),
                new CodecConfiguration("avcC", avcC), vui.map(VideoUsability::sarWidth).orElse(0),
                vui.map(VideoUsability::sarHeight).orElse(0),
                hd ? List.of("cfhd") : List.of()); // ISO/IEC 23000-19, A.2: AVC HD
    }

    /** HEVCSampleEntry "hvc1" (ISO/IEC 14496-15, 8.4.1.1). */
    static SampleEntry hevc(Track track) {
        HevcConfiguration read = HevcConfiguration.read(track.configuration());
        boolean canonical = read.lengthSize() == CANONICAL_LENGTH_SIZE;
        Payload hvcC = canonical ? track.configuration()
                : HevcConfiguration.of(CANONICAL_LENGTH_SIZE, read.vps(), read.sps(), read.pps(), read.sei()).write();
        HevcSps sps = read.sequenceParameterSet();
        return new VideoSampleEntry("hvc1", sps.codecString(), sized(track, sps.width(), sps.height()),
                new CodecConfiguration("hvcC", hvcC), sps.sarWidth(), sps.sarHeight(), List.of());
    }

    /** VvcSampleEntry "vvc1" (ISO/IEC 14496-15, 11.3.3). */
    static SampleEntry vvc(Track track) {
        VvcConfiguration read = VvcConfiguration.read(track.configuration());
        VvcSps sps = read.sequenceParameterSet();
        Payload vvcC = VvcConfiguration.of(CANONICAL_LENGTH_SIZE, read.vps(), read.sps(), read.pps()).write();
        return VideoSampleEntry.of("vvc1", sps.codecString(), sized(track, sps.width(), sps.height()),
                new FullConfiguration("vvcC", 0, vvcC));
    }

    /** AV1SampleEntry "av01" (AV1 binding, 2.2). */
    static SampleEntry av1(Track track) {
        Av1Configuration av1C = Av1Configuration.read(track.configuration());
        return VideoSampleEntry.of("av01", av1C.sequenceHeader().codecString(),
                sized(track, av1C.sequenceHeader().width(), av1C.sequenceHeader().height()),
                new CodecConfiguration("av1C", track.configuration()));
    }

    /** VP9SampleEntry "vp09" (VP Codec ISO Media File Format Binding). */
    static SampleEntry vp9(Track track) {
        return vp("vp09", track);
    }

    /** VP8SampleEntry "vp08", likewise. */
    static SampleEntry vp8(Track track) {
        return vp("vp08", track);
    }

    private static SampleEntry vp(String type, Track track) {
        VpConfiguration vpcC = VpConfiguration.read(track.configuration());
        return VideoSampleEntry.of(type, vpcC.codecString(type), track, new FullConfiguration("vpcC", 1, vpcC.write()));
    }

    /** The size that the configuration says, should the track have none. */
    private static Track sized(Track track, int width, int height) {
        return track.width() == width && track.height() == height ? track : track.toBuilder().size(width, height).build();
    }
}
