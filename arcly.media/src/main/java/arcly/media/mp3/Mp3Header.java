package arcly.media.mp3;

import arcly.media.MediaFormatException;

/**
 * The four bytes that a frame of MPEG audio begins with (ISO/IEC 11172-3, 2.4.1.3; 13818-3 for half the rates, and the quarter
 * rates that encoders call MPEG 2.5):
 *
 * <pre>
 * sync 11 | version 2 | layer 2 | no CRC 1 | bit rate 4 | sampling rate 2 | padding 1 | private 1 | mode 2 | extension 2 |
 * copyright 1 | original 1 | emphasis 2
 * </pre>
 *
 * <p>Immutable. Layer III only.
 */
public final class Mp3Header {
    /** Bytes of this header. */
    public static final int LENGTH = 4;

    private static final String WHAT = "MP3 frame header";
    private static final int LAYER_III = 1;
    private static final int MPEG_1 = 3;
    private static final int MPEG_2 = 2;
    private static final int MONO = 3;
    private static final int[] RATES = {44_100, 48_000, 32_000};
    private static final int[] KILOBITS = {0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320};
    private static final int[] KILOBITS_OF_MPEG_2 = {0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160};

    private final int sampleRate;
    private final int channels;
    private final int samples;
    private final int kilobits;
    private final int frameLength;

    private Mp3Header(int bits) {
        int version = bits >> 19 & 3;
        int layer = bits >> 17 & 3;
        int bitRate = bits >> 12 & 0xF;
        int rate = bits >> 10 & 3;
        if (bits >>> 21 != 0x7FF || version == 1 || layer == 0 || bitRate == 0xF || rate == 3) {
            throw MediaFormatException.malformed(WHAT, String.format("0x%08x", bits), "sync, and no reserved value");
        }
        if (layer != LAYER_III) {
            throw MediaFormatException.unsupported(WHAT + ", layer", 4 - layer, "layer III");
        }
        boolean first = version == MPEG_1;
        sampleRate = RATES[rate] >> (first ? 0 : version == MPEG_2 ? 1 : 2);
        channels = (bits >> 6 & 3) == MONO ? 1 : 2;
        samples = first ? 1_152 : 576;
        kilobits = first ? KILOBITS[bitRate] : KILOBITS_OF_MPEG_2[bitRate];
        frameLength = kilobits == 0 ? 0 : samples / 8 * kilobits * 1_000 / sampleRate + (bits >> 9 & 1);
    }

    /** @throws MediaFormatException if it breaks the format, or (unsupported) is of another layer */
    public static Mp3Header read(byte[] data, int offset, int length) throws MediaFormatException {
        if (length < LENGTH) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", LENGTH + " bytes");
        }
        int bits = 0;
        for (int i = 0; i < LENGTH; i++) {
            bits = bits << 8 | data[offset + i] & 0xFF;
        }
        return new Mp3Header(bits);
    }

    /** Hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** 1 or 2. */
    public int channels() {
        return channels;
    }

    /** Samples of the frame: 1152 or 576. */
    public int samples() {
        return samples;
    }

    /** 1000 bits a second; 0 if the format is free. */
    public int kilobits() {
        return kilobits;
    }

    /** Bytes of the whole frame; 0 if the format is free, and the container alone tells. */
    public int frameLength() {
        return frameLength;
    }
}
