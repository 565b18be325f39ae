package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.rtp.RtpPacket;

/**
 * AAC in LATM (RFC 6416, 6): one AudioMuxElement over one or several packets, the last of them with the marker; with its
 * configuration in the stream (cpresent=1) or in the session description.
 */
final class LatmDepacketiser extends AudioDepacketiser {
    private static final String WHAT = "AudioMuxElement";
    // of an element: 64 access units of 768 bytes for each of 6 channels have less
    private static final int MOST_BYTES = 64 * 1024;

    private final boolean inBand;
    private final int clockRate;
    private LatmConfig config; // null until one is known
    private long joined = -1;  // timestamp of what is in the buffer

    LatmDepacketiser(boolean inBand, int clockRate, LatmConfig config) {
        this.inBand = inBand;
        this.clockRate = clockRate;
        this.config = config;
    }

    @Override
    void read(RtpPacket packet, UnitSink out) {
        if (buffer.size() > 0 && joined != packet.timestamp()) {
            drop();
        }
        joined = packet.timestamp();
        if (buffer.size() + packet.payloadLength() > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, "more bytes", "up to " + MOST_BYTES);
        }
        buffer.append(packet.data(), packet.payloadOffset(), packet.payloadLength());
        if (packet.marker()) {
            MediaUnit element = buffer.take(packet.timestamp(), false);
            element(element, out);
        }
    }

    private void element(MediaUnit element, UnitSink out) {
        BitReader in = new BitReader(WHAT, element.data(), 0, element.length());
        if (inBand && !in.flag("useSameStreamMux")) {
            configure(LatmConfig.read(in, element.data(), 0), out);
        }
        if (config == null) {
            return; // nothing can be read before the first configuration
        }
        long ticks = config.config().samplesPerFrame() * (long) clockRate / config.config().samplingFrequency();
        for (int i = 0; i < config.subFrames(); i++) {
            int bytes = length(in);
            int from = in.position();
            in.skip("payload", bytes * Byte.SIZE);
            if (bytes > 0) {
                give(bytes(element.data(), from, bytes), 0, bytes, element.timestamp() + i * ticks, out);
            }
        }
    }

    private void configure(LatmConfig next, UnitSink out) {
        if (config == null || !config.config().equals(next.config())) {
            out.configuration(next.config().write());
        }
        config = next;
    }

    /** In an element with its configuration the payload does not begin at a whole byte. */
    private static byte[] bytes(byte[] data, int firstBit, int length) {
        byte[] bytes = new byte[length];
        int shift = firstBit & 7;
        int at = firstBit >> 3;
        for (int i = 0; i < length; i++) {
            int next = shift == 0 ? 0 : (data[at + i + 1] & 0xFF) >> Byte.SIZE - shift;
            bytes[i] = (byte) (data[at + i] << shift | next);
        }
        return bytes;
    }

    /** PayloadLengthInfo(): bytes of 255 and one below that. */
    private static int length(BitReader in) {
        int length = 0;
        int part;
        do {
            part = in.unsigned("MuxSlotLengthBytes", 8);
            length += part;
        } while (part == 255);
        return length;
    }
}
