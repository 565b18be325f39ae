package arcly.media.opus;

import arcly.media.MediaFormatException;

/** What an Opus packet says of itself in its first bytes (RFC 6716, 3.1). */
public final class OpusPacket {
    /** Bytes of one packet: 48 frames of 1275 bytes (3.2.1, 3.2.5), for each of a few streams of one header. */
    public static final int MOST_BYTES = 256 * 1024;

    private static final int MOST_SAMPLES = 5_760; // 3.2.5: 120 ms at 48 kHz
    private static final int[] SILK = {480, 960, 1_920, 2_880};
    private static final int[] CELT = {120, 240, 480, 960};

    private OpusPacket() {
    }

    /**
     * Samples at 48 kHz.
     *
     * @throws MediaFormatException if the packet is empty, cut short, or longer than 120 ms
     */
    public static int samples(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < 1) {
            throw MediaFormatException.malformed("Opus packet", "nothing", "1 byte and more");
        }
        int toc = data[offset] & 0xFF;
        int frames = switch (toc & 3) {
            case 0 -> 1;
            case 1, 2 -> 2;
            default -> length < 2 ? 0 : data[offset + 1] & 0x3F;
        };
        int samples = frames * samplesOfFrame(toc >> 3);
        if (samples == 0 || samples > MOST_SAMPLES) {
            throw MediaFormatException.malformed("Opus packet", samples + " samples", "1 to " + MOST_SAMPLES);
        }
        return samples;
    }

    /** Table 2. */
    private static int samplesOfFrame(int config) {
        if (config < 12) {
            return SILK[config & 3];
        }
        return config < 16 ? SILK[config & 1] : CELT[config & 3];
    }
}
