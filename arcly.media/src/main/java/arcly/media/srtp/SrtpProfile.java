package arcly.media.srtp;

import java.util.List;
import java.util.Optional;

/** A crypto-suite: how packets are encrypted and authenticated, under its name in SDP and its number in DTLS. Immutable. */
public final class SrtpProfile {
    /** RFC 3711, 4 with a tag of 80 bits: what everybody has. */
    public static final SrtpProfile AES_CM_128_HMAC_SHA1_80 = new SrtpProfile("AES_CM_128_HMAC_SHA1_80", 0x0001, 16, 14, 10, 10);
    /** The same with a tag of 32 bits; RTCP keeps 80 (RFC 4568, 6.2.2). */
    public static final SrtpProfile AES_CM_128_HMAC_SHA1_32 = new SrtpProfile("AES_CM_128_HMAC_SHA1_32", 0x0002, 16, 14, 4, 10);
    /** RFC 7714. */
    public static final SrtpProfile AEAD_AES_128_GCM = new SrtpProfile("AEAD_AES_128_GCM", 0x0007, 16, 12, 16, 16);
    /** RFC 7714. */
    public static final SrtpProfile AEAD_AES_256_GCM = new SrtpProfile("AEAD_AES_256_GCM", 0x0008, 32, 12, 16, 16);

    private static final List<SrtpProfile> ALL =
            List.of(AEAD_AES_128_GCM, AEAD_AES_256_GCM, AES_CM_128_HMAC_SHA1_80, AES_CM_128_HMAC_SHA1_32);
    private static final int AEAD_TAG = 16;
    private static final int INDEX_LENGTH = 4; // E flag and SRTCP index (RFC 3711, 3.4)

    private final String name;
    private final int dtlsNumber;
    private final int keyLength;
    private final int saltLength;
    private final int rtpTag;
    private final int rtcpTag;

    private SrtpProfile(String name, int dtlsNumber, int keyLength, int saltLength, int rtpTag, int rtcpTag) {
        this.name = name;
        this.dtlsNumber = dtlsNumber;
        this.keyLength = keyLength;
        this.saltLength = saltLength;
        this.rtpTag = rtpTag;
        this.rtcpTag = rtcpTag;
    }

    /** All that are served, the one to prefer first. */
    public static List<SrtpProfile> all() {
        return ALL;
    }

    /** By its name in SDP (RFC 4568, RFC 7714). */
    public static Optional<SrtpProfile> of(String name) {
        return ALL.stream().filter(each -> each.name.equalsIgnoreCase(name)).findFirst();
    }

    /** By its number in DTLS (RFC 5764, 4.1.2; RFC 7714). */
    public static Optional<SrtpProfile> ofDtls(int number) {
        return ALL.stream().filter(each -> each.dtlsNumber == number).findFirst();
    }

    public String name() {
        return name;
    }

    public int dtlsNumber() {
        return dtlsNumber;
    }

    /** Bytes of the master key. */
    public int keyLength() {
        return keyLength;
    }

    /** Bytes of the master salt. */
    public int saltLength() {
        return saltLength;
    }

    /** Bytes that protection adds to an RTP packet. */
    public int rtpOverhead() {
        return rtpTag;
    }

    /** Bytes that protection adds to an RTCP compound. */
    public int rtcpOverhead() {
        return rtcpTag + INDEX_LENGTH;
    }

    boolean isAead() {
        return rtpTag == AEAD_TAG;
    }

    int rtcpTag() {
        return rtcpTag;
    }

    @Override
    public String toString() {
        return name;
    }
}
