package arcly.media.flv;

import arcly.api.media.Codec;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Optional;

/**
 * The four characters by which Enhanced RTMP names a codec (E-RTMP v2, "Enhanced Audio", "Enhanced Video"), in tags and in what
 * peers announce in {@code connect}.
 *
 * <p>Immutable; equal by value. Any four bytes make one: whether it is a codec of E-RTMP is what {@link #codec()} tells.
 */
public final class FourCc {
    public static final FourCc AVC1 = new FourCc("avc1", Codec.H264);
    public static final FourCc HVC1 = new FourCc("hvc1", Codec.HEVC);
    public static final FourCc VVC1 = new FourCc("vvc1", Codec.VVC);
    public static final FourCc AV01 = new FourCc("av01", Codec.AV1);
    public static final FourCc VP08 = new FourCc("vp08", Codec.VP8);
    public static final FourCc VP09 = new FourCc("vp09", Codec.VP9);
    public static final FourCc MP4A = new FourCc("mp4a", Codec.AAC);
    public static final FourCc OPUS = new FourCc("Opus", Codec.OPUS);
    public static final FourCc MP3 = new FourCc(".mp3", Codec.MP3);
    public static final FourCc AC_3 = new FourCc("ac-3", Codec.AC3);
    public static final FourCc EC_3 = new FourCc("ec-3", Codec.EAC3);
    public static final FourCc FLAC = new FourCc("fLaC", Codec.FLAC);

    static final int LENGTH = 4;

    private static final List<FourCc> KNOWN =
            List.of(AVC1, HVC1, VVC1, AV01, VP08, VP09, MP4A, OPUS, MP3, AC_3, EC_3, FLAC);

    private final int value;
    private final Codec codec; // null if E-RTMP has none of that name

    private FourCc(String text, Codec codec) {
        this(valueOf(text), codec);
    }

    private FourCc(int value, Codec codec) {
        this.value = value;
        this.codec = codec;
    }

    /** Those of E-RTMP v2. */
    public static List<FourCc> known() {
        return KNOWN;
    }

    /** The name of that codec; empty if E-RTMP has none. */
    public static Optional<FourCc> of(Codec codec) {
        return KNOWN.stream().filter(known -> known.codec.equals(codec)).findFirst();
    }

    /**
     * These four characters, as a peer announced them; empty if they are not four of one byte each.
     */
    public static Optional<FourCc> of(String text) {
        boolean four = text.length() == LENGTH && text.chars().allMatch(c -> c <= 0xFF);
        return four ? Optional.of(of(valueOf(text))) : Optional.empty();
    }

    static FourCc of(int value) {
        for (FourCc known : KNOWN) {
            if (known.value == value) {
                return known;
            }
        }
        return new FourCc(value, null);
    }

    private static int valueOf(String text) {
        return text.charAt(0) << 24 | text.charAt(1) << 16 | text.charAt(2) << 8 | text.charAt(3);
    }

    /** The exception that names the codec asked for, or says that the header is cut short. */
    static MediaFormatException unsupported(String what, byte[] body, int offset, int length, String supported) {
        need(what, length, 1 + LENGTH);
        int value = 0;
        for (int i = 1; i <= LENGTH; i++) {
            value = value << 8 | body[offset + i] & 0xFF;
        }
        return MediaFormatException.unsupported(what, "FourCC '" + of(value) + '\'', supported);
    }

    static void need(String what, int length, int least) {
        if (length < least) {
            throw MediaFormatException.malformed(what, length + " bytes", "at least " + least);
        }
    }

    void write(ByteBuf out) {
        out.writeInt(value);
    }

    /** Empty if E-RTMP has no codec of that name. */
    public Optional<Codec> codec() {
        return Optional.ofNullable(codec);
    }

    /** Empty if E-RTMP has no codec of that name. */
    public Optional<TrackKind> kind() {
        return codec().map(Codec::kind);
    }

    /** True for the codecs whose frames may be presented in another order than they are decoded, and say so in their tags. */
    boolean hasComposition() {
        return codec != null && (codec.equals(Codec.H264) || codec.equals(Codec.HEVC) || codec.equals(Codec.VVC));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FourCc fourCc && fourCc.value == value;
    }

    @Override
    public int hashCode() {
        return value;
    }

    /** The four characters; what cannot be printed as {@code \x00}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int shift = 24; shift >= 0; shift -= 8) {
            char c = (char) (value >> shift & 0xFF);
            if (c > ' ' && c < 0x7F) {
                text.append(c);
            } else {
                text.append(String.format("\\x%02x", (int) c));
            }
        }
        return text.toString();
    }
}
