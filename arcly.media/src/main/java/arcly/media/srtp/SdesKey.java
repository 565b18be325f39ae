package arcly.media.srtp;

import arcly.media.MediaFormatException;
import java.util.Arrays;
import java.util.Base64;

/**
 * A key in a session description, {@code a=crypto} (RFC 4568, 9.1):
 *
 * <pre>
 * tag suite inline:BASE64(key and salt)[|lifetime][|MKI:length] [session parameters]
 * </pre>
 *
 * <p>Immutable. The lifetime is read over: no RTSP session sends 2^48 packets. An MKI is refused, as are session parameters that
 * change what is on the wire.
 */
public final class SdesKey {
    private static final String WHAT = "a=crypto";
    private static final String METHOD = "inline:";
    private static final int LARGEST_TAG = 999_999_999; // 9.1: nine digits

    private final int tag;
    private final SrtpKeys keys;

    private SdesKey(int tag, SrtpKeys keys) {
        this.tag = tag;
        this.keys = keys;
    }

    /** @param tag 0 to 999,999,999; the answer repeats that of the offer it takes */
    public static SdesKey of(int tag, SrtpKeys keys) {
        if (tag < 0 || tag > LARGEST_TAG) {
            throw new IllegalArgumentException("tag " + tag + "; allowed are 0 to " + LARGEST_TAG);
        }
        return new SdesKey(tag, keys);
    }

    /**
     * Reads the value of the attribute. Messages do not tell the key.
     *
     * @throws MediaFormatException if it breaks the format, or asks for what is not built: try the next line
     */
    public static SdesKey read(String value) throws MediaFormatException {
        String[] parts = value.strip().split("\\s+");
        if (parts.length < 3 || !parts[0].matches("[0-9]{1,9}")) {
            throw MediaFormatException.malformed(WHAT, parts.length + " words", "tag, suite and key");
        }
        SrtpProfile profile = SrtpProfile.of(parts[1])
                .orElseThrow(() -> MediaFormatException.unsupported(WHAT, parts[1], SrtpProfile.all().toString()));
        if (parts.length > 3) {
            checkParameters(Arrays.copyOfRange(parts, 3, parts.length));
        }
        return new SdesKey(Integer.parseInt(parts[0]), keys(profile, parts[2]));
    }

    private static void checkParameters(String[] parameters) {
        for (String each : parameters) {
            // KDR=0 and WSH=64 are what is done anyway; all else changes the packets
            if (!each.equalsIgnoreCase("KDR=0") && !each.startsWith("WSH=")) {
                throw MediaFormatException.unsupported(WHAT + ", session parameter", each, "none");
            }
        }
    }

    private static SrtpKeys keys(SrtpProfile profile, String parameter) {
        if (!parameter.startsWith(METHOD) || parameter.indexOf(';') >= 0) {
            throw MediaFormatException.unsupported(WHAT, "several keys or another key method", "one of inline:");
        }
        String[] fields = parameter.substring(METHOD.length()).split("\\|");
        for (int i = 1; i < fields.length; i++) {
            if (fields[i].indexOf(':') >= 0) {
                throw MediaFormatException.unsupported(WHAT, "a master key identifier", "none");
            }
        }
        byte[] both = decode(fields.length == 0 ? "" : fields[0]);
        if (both.length != profile.keyLength() + profile.saltLength()) {
            throw MediaFormatException.malformed(WHAT + ", key of " + profile, both.length + " bytes",
                    profile.keyLength() + profile.saltLength() + " bytes in Base64");
        }
        return SrtpKeys.of(profile, Arrays.copyOf(both, profile.keyLength()),
                Arrays.copyOfRange(both, profile.keyLength(), both.length));
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    public int tag() {
        return tag;
    }

    public SrtpKeys keys() {
        return keys;
    }

    /** The attribute's value, with the key: for the wire, never for a log. */
    public String write() {
        byte[] both = Arrays.copyOf(keys.key(), keys.profile().keyLength() + keys.profile().saltLength());
        System.arraycopy(keys.salt(), 0, both, keys.profile().keyLength(), keys.profile().saltLength());
        return tag + " " + keys.profile() + " " + METHOD + Base64.getEncoder().encodeToString(both);
    }

    @Override
    public String toString() {
        return "crypto " + tag + " " + keys;
    }
}
