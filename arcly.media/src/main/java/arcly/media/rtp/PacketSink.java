package arcly.media.rtp;

import org.osgi.annotation.versioning.ConsumerType;

/** Takes packets in the order of their sequence numbers. */
@ConsumerType
@FunctionalInterface
public interface PacketSink {

    /**
     * The next packet.
     *
     * @param lost packets before it that never came, or came too late; -1 if nobody knows how many, as after a restart
     */
    void packet(RtpPacket packet, int lost);
}
