package arcly.media.rtp.payload;

import org.osgi.annotation.versioning.ConsumerType;

/** Is told where the payload pieces of a frame lie. Called within {@link Packetiser#cut}, in order. */
@ConsumerType
@FunctionalInterface
public interface PieceSink {

    /**
     * A piece has been appended: the payload of one RTP packet.
     *
     * @param index where in the buffer it begins; the headroom lies before it
     * @param length bytes
     * @param marker for the packet's header
     * @param ticks to be added to the frame's timestamp; 0 but for samples that do not fit into one packet
     */
    void piece(int index, int length, boolean marker, int ticks);
}
