package arcly.media.rtp.payload;

import arcly.media.rtp.RtpPacket;

/**
 * Formats without headers of their own: a packet is a unit (Opus, RFC 7587; samples, RFC 3551; transport packets, RFC 2250, 2).
 */
final class PlainDepacketiser extends AudioDepacketiser {

    @Override
    void read(RtpPacket packet, UnitSink out) {
        give(packet.data(), packet.payloadOffset(), packet.payloadLength(), packet.timestamp(), out);
    }
}
