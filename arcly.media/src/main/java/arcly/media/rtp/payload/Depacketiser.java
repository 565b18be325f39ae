package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.rtp.RtpPacket;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Joins the payloads of one RTP stream, in the order of their sequence numbers, into units. A unit of which something is missing
 * is dropped. Not thread-safe.
 */
@ProviderType
public interface Depacketiser {

    /**
     * The next packet.
     *
     * @param lost packets before it that never came; -1 if nobody knows how many
     * @throws MediaFormatException if the payload breaks its format: what was being joined is dropped then, and the next packet
     *     counts as one after a loss
     */
    void add(RtpPacket packet, int lost, UnitSink out) throws MediaFormatException;

    /** Nothing follows for now: gives out what is complete but for the word that it is, as when its marker was lost. */
    void finish(UnitSink out);

    /** Units of which a part was lost or broken, since the beginning. */
    long droppedUnits();
}
