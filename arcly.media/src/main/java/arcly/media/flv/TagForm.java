package arcly.media.flv;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import java.util.Optional;

/**
 * How the packets of one track begin in the bodies of tags: all that stands before the payload, in the headers of FLV 10.1 or of
 * E-RTMP v2.
 *
 * <p>All methods append to the caller's buffer at most {@link #MOST_PREFIX_BYTES}; the payload follows. Immutable; equal by
 * value.
 */
public final class TagForm {
    /** Bytes of the longest prefix. */
    public static final int MOST_PREFIX_BYTES = 16;
    /** The largest number of a track within its kind: 8 bits. */
    public static final int LARGEST_TRACK = 0xFF;

    private static final int KEY_FRAME = 1;
    private static final int INTER_FRAME = 2;
    // "FrameType is ignored" for metadata; FFmpeg writes a command frame there, which players before E-RTMP v1 pass over.
    private static final int METADATA_FRAME = 5;
    private static final int NO_LEGACY = -1;
    private static final int NANO_MOD_EX_BYTES = 3;
    private static final int SIXTEEN_BITS = 1 << 1;

    private final FourCc fourCc; // null for legacy codecs that E-RTMP has no name for
    private final boolean video;
    private final int legacy;    // video: codec id; audio: first byte of the tag; or NO_LEGACY
    private final int trackId;

    private TagForm(FourCc fourCc, boolean video, int legacy, int trackId) {
        this.fourCc = fourCc;
        this.video = video;
        this.legacy = legacy;
        this.trackId = trackId;
    }

    /**
     * The form that the most players understand: FLV's own headers for the codecs that it has, if the track is the first of its
     * kind, and otherwise those of E-RTMP.
     *
     * @param trackId the track's number within its kind, 0 to {@link #LARGEST_TRACK}
     * @return empty if neither has the codec
     */
    public static Optional<TagForm> of(Track track, int trackId) {
        int legacy = trackId == 0 ? legacy(track) : NO_LEGACY;
        FourCc fourCc = FourCc.of(track.codec()).orElse(null);
        return legacy == NO_LEGACY ? enhanced(track, trackId)
                : Optional.of(new TagForm(fourCc, track.kind() == TrackKind.VIDEO, legacy, 0));
    }

    /**
     * The form of E-RTMP, also where FLV has one; with a multitrack header (one track) if the number is not 0.
     *
     * @param trackId as in {@link #of}
     * @return empty if E-RTMP does not have the codec
     */
    public static Optional<TagForm> enhanced(Track track, int trackId) {
        if (trackId < 0 || trackId > LARGEST_TRACK) {
            throw new IllegalArgumentException("track " + trackId + "; allowed are 0 to " + LARGEST_TRACK);
        }
        return FourCc.of(track.codec()).map(name -> new TagForm(name, track.kind() == TrackKind.VIDEO, NO_LEGACY, trackId));
    }

    private static int legacy(Track track) {
        Codec codec = track.codec();
        if (codec.equals(Codec.H264)) {
            return VideoTagHeader.CODEC_AVC;
        } else if (codec.equals(Codec.AAC)) {
            return AudioTagHeader.AAC_FIRST_BYTE;
        } else if (codec.equals(Codec.MP3)) {
            return mp3(track.sampleRate(), track.channels());
        } else if (codec.equals(Codec.G711A)) {
            return AudioTagHeader.FORMAT_G711A << 4 | SIXTEEN_BITS | stereo(track.channels());
        }
        return codec.equals(Codec.G711U) ? AudioTagHeader.FORMAT_G711U << 4 | SIXTEEN_BITS | stereo(track.channels()) : NO_LEGACY;
    }

    /** E.4.2.1 has room for few rates; 48 kHz is written as 44.1 by custom, and decoders believe the frames. */
    private static int mp3(int sampleRate, int channels) {
        int format = AudioTagHeader.FORMAT_MP3 << 4 | SIXTEEN_BITS | stereo(channels);
        return switch (sampleRate) {
            case 48_000, 44_100 -> format | 3 << 2;
            case 22_050 -> format | 2 << 2;
            case 11_025 -> format | 1 << 2;
            case 8_000 -> AudioTagHeader.FORMAT_MP3_8KHZ << 4 | SIXTEEN_BITS | stereo(channels);
            default -> NO_LEGACY;
        };
    }

    private static int stereo(int channels) {
        return channels > 1 ? 1 : 0;
    }

    /** False for an audio track. */
    public boolean isVideo() {
        return video;
    }

    /** Whether a player has to know E-RTMP. */
    public boolean isEnhanced() {
        return legacy == NO_LEGACY;
    }

    /** What E-RTMP calls the codec; empty for G.711. */
    public Optional<FourCc> fourCc() {
        return Optional.ofNullable(fourCc);
    }

    /** The track's number within its kind. */
    public int trackId() {
        return trackId;
    }

    /** Whether the codec's configuration is sent, with {@link #writeSequenceStart} before it. */
    public boolean hasSequenceStart() {
        return fourCc != null && fourCc != FourCc.MP3 && fourCc != FourCc.AC_3 && fourCc != FourCc.EC_3;
    }

    /**
     * Before the track's configuration, as it stands.
     *
     * @throws IllegalStateException if the form has no sequence start
     */
    public void writeSequenceStart(ByteBuf out) {
        require(hasSequenceStart(), "sequence start");
        if (isEnhanced()) {
            begin(KEY_FRAME, ExHeader.SEQUENCE_START, 0, out);
        } else if (video) {
            out.writeByte(KEY_FRAME << 4 | legacy).writeByte(VideoTagHeader.SEQUENCE_HEADER).writeMedium(0);
        } else {
            out.writeByte(legacy).writeByte(AudioTagHeader.SEQUENCE_HEADER);
        }
    }

    /**
     * Before a frame in its codec's canonical form.
     *
     * @param compositionMillis presentation time less decode time; limited to 24 bits, and lost where the codec has none
     * @param nanoOffset what the tag's timestamp in milliseconds leaves of the frame's, 0 to 999,999; written, and only if it is
     *     not 0, by E-RTMP's headers: to be used towards peers that announced it
     */
    public void writeFrame(boolean key, long compositionMillis, int nanoOffset, ByteBuf out) {
        int frameType = key ? KEY_FRAME : INTER_FRAME;
        int composition = ExHeader.composition(compositionMillis);
        if (!isEnhanced()) {
            out.writeByte(video ? frameType << 4 | legacy : legacy);
            if (video) {
                out.writeByte(VideoTagHeader.NALU).writeMedium(composition);
            } else if (fourCc == FourCc.MP4A) {
                out.writeByte(AudioTagHeader.RAW);
            }
            return;
        }
        if (fourCc.hasComposition() && composition == 0) {
            begin(frameType, ExHeader.CODED_FRAMES_X, nanoOffset, out);
            return;
        }
        begin(frameType, ExHeader.CODED_FRAMES, nanoOffset, out);
        if (fourCc.hasComposition()) {
            out.writeMedium(composition);
        }
    }

    /** All of a packet that says that the track is over; for what FLV has no such packet for, nothing. */
    public void writeSequenceEnd(ByteBuf out) {
        if (isEnhanced()) {
            begin(KEY_FRAME, ExHeader.SEQUENCE_END, 0, out);
        } else if (video) {
            out.writeByte(KEY_FRAME << 4 | legacy).writeByte(VideoTagHeader.END_OF_SEQUENCE).writeMedium(0);
        }
    }

    /**
     * Before names and values in AMF; in E-RTMP's header whatever the form.
     *
     * @throws IllegalStateException if the track is not video
     */
    public void writeMetadata(ByteBuf out) {
        require(video, "metadata");
        begin(METADATA_FRAME, ExHeader.VIDEO_METADATA, 0, out);
    }

    /**
     * Before a {@link MultichannelConfig}; in E-RTMP's header whatever the form.
     *
     * @throws IllegalStateException if the track is not audio, or E-RTMP has no name for its codec
     */
    public void writeChannels(ByteBuf out) {
        require(!video && fourCc != null, "channels");
        begin(0, ExHeader.AUDIO_CHANNELS, 0, out);
    }

    private void require(boolean has, String what) {
        if (!has) {
            throw new IllegalStateException(this + " has no " + what);
        }
    }

    private void begin(int frameType, int packetType, int nanoOffset, ByteBuf out) {
        int head = video ? ExHeader.VIDEO | frameType << 4 : ExHeader.AUDIO;
        int outer = trackId == 0 ? packetType : video ? ExHeader.VIDEO_MULTITRACK : ExHeader.AUDIO_MULTITRACK;
        writeHead(head, outer, nanoOffset, out);
        if (trackId != 0) {
            out.writeByte(ExHeader.ONE_TRACK << 4 | packetType);
        }
        fourCc.write(out);
        if (trackId != 0) {
            out.writeByte(trackId);
        }
    }

    /** The first byte, and the nanoseconds in a ModEx if there are any. */
    static void writeHead(int head, int packetType, int nanoOffset, ByteBuf out) {
        if (nanoOffset < 0 || nanoOffset > ExHeader.LARGEST_NANO_OFFSET) {
            throw new IllegalArgumentException(nanoOffset + " ns; allowed are 0 to " + ExHeader.LARGEST_NANO_OFFSET);
        }
        if (nanoOffset == 0) {
            out.writeByte(head | packetType);
            return;
        }
        out.writeByte(head | ExHeader.MOD_EX).writeByte(NANO_MOD_EX_BYTES - 1).writeMedium(nanoOffset);
        out.writeByte(ExHeader.TIMESTAMP_OFFSET_NANO << 4 | packetType);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TagForm form && Objects.equals(form.fourCc, fourCc) && form.video == video
                && form.legacy == legacy && form.trackId == trackId;
    }

    @Override
    public int hashCode() {
        return Objects.hash(fourCc, video, legacy, trackId);
    }

    @Override
    public String toString() {
        return (video ? "video " : "audio ") + trackId + " "
                + (fourCc == null ? "format " + (legacy >> 4) : fourCc) + (isEnhanced() ? " in E-RTMP" : " in FLV");
    }
}
