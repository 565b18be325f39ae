package arcly.media.srtp;

import java.security.GeneralSecurityException;

/** Encrypts and authenticates packets of one kind, RTP or RTCP, under one session key. Not thread-safe. */
abstract class PacketCipher {

    /** Of {@code keys} for RTP, or for RTCP. */
    static PacketCipher of(SrtpKeys keys, boolean rtcp) {
        try {
            return keys.profile().isAead() ? GcmCipher.derived(keys, rtcp) : new CounterCipher(keys, rtcp);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e); // a JDK has AES and HmacSHA1
        }
    }

    /**
     * Protects {@code data[start, end)} in place, of which what stands from {@code body} on is encrypted, and appends the tag.
     *
     * @param ssrc of the packet
     * @param index of the packet: ROC and sequence number, or SRTCP index
     * @param trailer what is authenticated after the packet: the ROC, or E flag and index
     * @return where the tag ends
     */
    abstract int protect(byte[] data, int start, int body, int end, int ssrc, long index, int trailer)
            throws GeneralSecurityException;

    /**
     * Undoes {@link #protect}. What does not authenticate is not touched, or undefined.
     *
     * @param end where the tag ends
     * @param tagAt where it begins
     * @return where the packet ends; -1 if it is not authentic
     */
    abstract int unprotect(byte[] data, int start, int body, int tagAt, int end, int ssrc, long index, int trailer)
            throws GeneralSecurityException;
}
