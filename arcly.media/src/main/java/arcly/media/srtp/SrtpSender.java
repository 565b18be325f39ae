package arcly.media.srtp;

import java.security.GeneralSecurityException;

/**
 * Protects what one side sends: RTP and RTCP of all its sources, under one master key. Packets of a source are given in the order
 * of their sequence numbers, or nearly so; the rollover counter is kept here. Not thread-safe.
 */
public final class SrtpSender {
    private final SrtpProfile profile;
    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final SrtpSources sources = new SrtpSources();

    public SrtpSender(SrtpKeys keys) {
        profile = keys.profile();
        rtp = PacketCipher.of(keys, false);
        rtcp = PacketCipher.of(keys, true);
    }

    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Goes on with a source where another sender of the same keys stopped.
     *
     * @param rtpIndex as {@link #rtpIndex} said there
     * @param rtcpIndex as {@link #rtcpIndex} said there
     */
    public void resume(int ssrc, long rtpIndex, int rtcpIndex) {
        SrtpSource source = source(ssrc);
        source.rtpIndex = rtpIndex;
        source.rtcpIndex = rtcpIndex;
    }

    /** ROC and sequence number, 32 and 16 bits, of the source's newest packet; -1 before the first. */
    public long rtpIndex(int ssrc) {
        SrtpSource source = sources.find(ssrc);
        return source == null ? -1 : source.rtpIndex;
    }

    /** SRTCP index of the source's next compound. */
    public int rtcpIndex(int ssrc) {
        SrtpSource source = sources.find(ssrc);
        return source == null ? 0 : source.rtcpIndex;
    }

    /**
     * Protects an RTP packet in place, each packet once: one that is sent again is kept as it went out. The array
     * needs {@link SrtpProfile#rtpOverhead()} more bytes after it.
     *
     * @return the length of what is to be sent
     * @throws IllegalArgumentException if this is no RTP packet
     * @throws IllegalStateException if there are too many sources
     */
    public int rtp(byte[] data, int offset, int length) {
        int end = offset + length;
        int body = SrtpLayout.body(data, offset, end);
        if (body < 0) {
            throw new IllegalArgumentException("no RTP packet of " + length + " bytes");
        }
        SrtpSource source = source(SrtpLayout.integer(data, offset + 8));
        long index = SrtpSource.guess(source.rtpIndex, SrtpLayout.sequence(data, offset));
        source.rtpIndex = Math.max(source.rtpIndex, index);
        try {
            return rtp.protect(data, offset, body, end, source.ssrc, index, (int) (index >>> 16)) - offset;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Protects an RTCP compound in place. The array needs {@link SrtpProfile#rtcpOverhead()} more bytes after it.
     *
     * @return the length of what is to be sent
     * @throws IllegalArgumentException if this is no RTCP
     * @throws IllegalStateException if there are too many sources, or the key has been used for 2^31 compounds
     */
    public int rtcp(byte[] data, int offset, int length) {
        int end = offset + length;
        if (!SrtpLayout.isRtcp(data, offset, end)) {
            throw new IllegalArgumentException("no RTCP of " + length + " bytes");
        }
        SrtpSource source = source(SrtpLayout.integer(data, offset + 4));
        int index = source.rtcpIndex;
        if (index == SrtpLayout.LARGEST_INDEX) {
            throw new IllegalStateException("SRTCP key is used up (RFC 3711, 9.2)");
        }
        source.rtcpIndex++;
        int trailer = SrtpLayout.ENCRYPTED | index;
        int body = offset + SrtpLayout.RTCP_HEAD;
        try {
            if (profile.isAead()) { // RFC 7714, 9.2: the tag, then the index
                int tagged = rtcp.protect(data, offset, body, end, source.ssrc, index, trailer);
                SrtpLayout.integer(data, tagged, trailer);
                return tagged + SrtpLayout.INDEX - offset;
            }
            // RFC 3711, 3.4: the index, then the tag
            int tagged = rtcp.protect(data, offset, body, end, source.ssrc, index, trailer);
            int tag = tagged - end;
            System.arraycopy(data, end, data, end + SrtpLayout.INDEX, tag);
            SrtpLayout.integer(data, end, trailer);
            return tagged + SrtpLayout.INDEX - offset;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private SrtpSource source(int ssrc) {
        SrtpSource source = sources.find(ssrc);
        if (source == null) {
            source = new SrtpSource(ssrc);
            if (!sources.add(source)) {
                throw new IllegalStateException("more than " + SrtpSource.MOST + " sources under one key");
            }
        }
        return source;
    }
}
