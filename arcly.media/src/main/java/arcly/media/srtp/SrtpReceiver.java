package arcly.media.srtp;

import java.security.GeneralSecurityException;

/**
 * Opens what one side receives: RTP and RTCP of all sources of a peer, under one master key. A packet that does not open changes
 * nothing but a counter. Not thread-safe.
 */
public final class SrtpReceiver {
    /** Came before, or is too old to know. */
    public static final int REPLAYED = -1;
    /** Is not by whoever has the key. */
    public static final int FORGED = -2;
    /** Is no SRTP or SRTCP. */
    public static final int MALFORMED = -3;

    private final SrtpProfile profile;
    private final PacketCipher rtp;
    private final PacketCipher rtcp;
    private final SrtpSources sources = new SrtpSources();
    private long replayed;
    private long forged;
    private long malformed;

    public SrtpReceiver(SrtpKeys keys) {
        profile = keys.profile();
        rtp = PacketCipher.of(keys, false);
        rtcp = PacketCipher.of(keys, true);
    }

    public SrtpProfile profile() {
        return profile;
    }

    /**
     * Goes on with a source where another receiver of the same keys stopped; what came before may come again then.
     *
     * @param rtpIndex as {@link #rtpIndex} said there
     * @param rtcpIndex as {@link #rtcpIndex} said there
     */
    public void resume(int ssrc, long rtpIndex, long rtcpIndex) {
        SrtpSource source = new SrtpSource(ssrc);
        if (rtpIndex >= 0) {
            source.rtp.add(rtpIndex);
        }
        if (rtcpIndex >= 0) {
            source.rtcp.add(rtcpIndex);
        }
        if (sources.find(ssrc) == null && !sources.add(source)) {
            throw new IllegalStateException("more than " + SrtpSource.MOST + " sources under one key");
        }
    }

    /** ROC and sequence number, 32 and 16 bits, of the source's newest packet; -1 before the first. */
    public long rtpIndex(int ssrc) {
        SrtpSource source = sources.find(ssrc);
        return source == null ? -1 : source.rtp.highest();
    }

    /** SRTCP index of the source's newest compound; -1 before the first. */
    public long rtcpIndex(int ssrc) {
        SrtpSource source = sources.find(ssrc);
        return source == null ? -1 : source.rtcp.highest();
    }

    /**
     * Opens an RTP packet in place.
     *
     * @return the length of the RTP packet; {@link #REPLAYED}, {@link #FORGED} or {@link #MALFORMED}, and its bytes are undefined
     *     then
     */
    public int rtp(byte[] data, int offset, int length) {
        int end = offset + length;
        int tagAt = end - profile.rtpOverhead();
        int body = SrtpLayout.body(data, offset, tagAt);
        if (body < 0) {
            malformed++;
            return MALFORMED;
        }
        SrtpSource known = sources.find(SrtpLayout.integer(data, offset + 8));
        SrtpSource source = known == null ? new SrtpSource(SrtpLayout.integer(data, offset + 8)) : known;
        long index = SrtpSource.guess(source.rtp.highest(), SrtpLayout.sequence(data, offset));
        if (!source.rtp.isNew(index)) {
            replayed++;
            return REPLAYED;
        }
        try {
            int opened = rtp.unprotect(data, offset, body, tagAt, end, source.ssrc, index, (int) (index >>> 16));
            return accepted(opened, known, source) ? came(source.rtp, index, opened - offset) : FORGED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * Opens an RTCP compound in place; one that is authenticated but not encrypted is taken, too.
     *
     * @return as {@link #rtp}
     */
    public int rtcp(byte[] data, int offset, int length) {
        int end = offset + length;
        int bodyEnd = end - profile.rtcpOverhead();
        if (!SrtpLayout.isRtcp(data, offset, bodyEnd)) {
            malformed++;
            return MALFORMED;
        }
        boolean aead = profile.isAead();
        int trailer = SrtpLayout.integer(data, aead ? end - SrtpLayout.INDEX : bodyEnd);
        long index = trailer & SrtpLayout.LARGEST_INDEX;
        SrtpSource known = sources.find(SrtpLayout.integer(data, offset + 4));
        SrtpSource source = known == null ? new SrtpSource(SrtpLayout.integer(data, offset + 4)) : known;
        if (!source.rtcp.isNew(index)) {
            replayed++;
            return REPLAYED;
        }
        if (!aead) { // the tag stands after the index: put it before, as for the others
            System.arraycopy(data, bodyEnd + SrtpLayout.INDEX, data, bodyEnd, profile.rtcpTag());
        }
        boolean encrypted = (trailer & SrtpLayout.ENCRYPTED) != 0;
        int body = encrypted ? offset + SrtpLayout.RTCP_HEAD : bodyEnd;
        try {
            int opened = rtcp.unprotect(data, offset, body, bodyEnd, end - SrtpLayout.INDEX, source.ssrc, index, trailer);
            return accepted(opened, known, source) ? came(source.rtcp, index, opened - offset) : FORGED;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only an authentic packet makes a source known. */
    private boolean accepted(int opened, SrtpSource known, SrtpSource source) {
        boolean accepted = opened >= 0 && (known != null || sources.add(source));
        forged += accepted ? 0 : 1;
        return accepted;
    }

    private static int came(ReplayWindow window, long index, int length) {
        window.add(index);
        return length;
    }

    /** Packets that came more than once, since the beginning. */
    public long replayed() {
        return replayed;
    }

    /** Packets that were not authentic, or of too many sources, since the beginning. */
    public long forged() {
        return forged;
    }

    /** Packets that were no SRTP, since the beginning. */
    public long malformed() {
        return malformed;
    }
}
