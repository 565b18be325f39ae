package arcly.api.media;

import java.util.Locale;
import java.util.Objects;

/**
 * How a track's payload is coded. An open value type: a vendor's own codec is {@link #of(String, TrackKind)} away.
 *
 * <p>Two codecs are equal if their names are. Each codec has one canonical payload form inside arcly:
 *
 * <ul>
 *   <li>H264, HEVC, VVC: one access unit of 4-byte length-prefixed NAL units, without parameter sets, access unit delimiters and
 *       filler, with SEI and everything else in order. Parameter sets stand in {@link Track#configuration()} (avcC, hvcC, vvcC).
 *   <li>AV1: low-overhead OBUs, each with its size, the sequence header kept in key frames, no temporal delimiters, no padding.
 *   <li>VP9: one superframe. VP8: one frame.
 *   <li>AAC: one raw_data_block; AudioSpecificConfig in the configuration. OPUS: one packet; OpusHead in the configuration.
 *   <li>AC3, EAC3, MP3, FLAC: one sync frame. G711A, G711U, G722, L16: one packet's samples.
 *   <li>AMF0: one data message body as RTMP carries it, name first. TEXT: UTF-8.
 * </ul>
 */
public final class Codec {
    public static final Codec H264 = of("h264", TrackKind.VIDEO);
    public static final Codec HEVC = of("hevc", TrackKind.VIDEO);
    public static final Codec VVC = of("vvc", TrackKind.VIDEO);
    public static final Codec AV1 = of("av1", TrackKind.VIDEO);
    public static final Codec VP9 = of("vp9", TrackKind.VIDEO);
    public static final Codec VP8 = of("vp8", TrackKind.VIDEO);
    public static final Codec AAC = of("aac", TrackKind.AUDIO);
    public static final Codec OPUS = of("opus", TrackKind.AUDIO);
    public static final Codec MP3 = of("mp3", TrackKind.AUDIO);
    public static final Codec AC3 = of("ac3", TrackKind.AUDIO);
    public static final Codec EAC3 = of("eac3", TrackKind.AUDIO);
    public static final Codec FLAC = of("flac", TrackKind.AUDIO);
    public static final Codec G711A = of("g711a", TrackKind.AUDIO);
    public static final Codec G711U = of("g711u", TrackKind.AUDIO);
    public static final Codec G722 = of("g722", TrackKind.AUDIO);
    public static final Codec L16 = of("l16", TrackKind.AUDIO);
    public static final Codec AMF0 = of("amf0", TrackKind.DATA);
    public static final Codec SCTE35 = of("scte35", TrackKind.DATA);
    public static final Codec ID3 = of("id3", TrackKind.DATA);
    public static final Codec KLV = of("klv", TrackKind.DATA);
    public static final Codec TEXT = of("text", TrackKind.TEXT);

    private final String name;
    private final TrackKind kind;

    private Codec(String name, TrackKind kind) {
        this.name = name;
        this.kind = kind;
    }

    /**
     * The codec of that name.
     *
     * @param name lower case letters, digits, {@code . _ -}; a vendor's own begins with its reversed domain name
     * @throws IllegalArgumentException if the name has other characters or is empty
     */
    public static Codec of(String name, TrackKind kind) {
        Objects.requireNonNull(kind, "kind");
        if (!name.toLowerCase(Locale.ROOT).equals(name) || !name.matches("[a-z0-9._-]{1,64}")) {
            throw new IllegalArgumentException("codec name '" + name + "'; allowed are 1 to 64 of a-z 0-9 . _ -");
        }
        return new Codec(name, kind);
    }

    public String name() {
        return name;
    }

    public TrackKind kind() {
        return kind;
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof Codec codec && codec.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
