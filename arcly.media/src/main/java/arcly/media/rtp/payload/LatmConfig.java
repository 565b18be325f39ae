package arcly.media.rtp.payload;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.bits.BitReader;
import arcly.media.bits.BitWriter;

/**
 * StreamMuxConfig (ISO/IEC 14496-3, 1.7.3.1), as far as RTP has it: one program, one layer, payloads that tell their length.
 *
 * @param config the AudioSpecificConfig in it
 * @param subFrames access units in an AudioMuxElement
 */
record LatmConfig(AudioSpecificConfig config, int subFrames) {
    private static final String WHAT = "StreamMuxConfig";
    private static final int ESCAPE = 31;
    private static final int RATE_ESCAPE = 15;

    static LatmConfig read(BitReader in, byte[] data, int firstBit) {
        boolean version1 = in.flag("audioMuxVersion");
        if (version1 && in.flag("audioMuxVersionA")) {
            throw unsupported("audioMuxVersionA 1", "0");
        }
        if (version1) {
            value(in, "taraBufferFullness");
        }
        if (!in.flag("allStreamsSameTimeFraming")) {
            throw unsupported("streams of different framing", "the same for all");
        }
        int subFrames = in.unsigned("numSubFrames", 6) + 1;
        int others = in.unsigned("numProgram, numLayer", 7);
        if (others != 0) {
            throw unsupported("several programs or layers", "one");
        }
        AudioSpecificConfig config = version1 ? measured(in, data, firstBit) : unmeasured(in, data, firstBit);
        int framing = in.unsigned("frameLengthType", 3);
        if (framing != 0) {
            throw unsupported("frameLengthType " + framing, "0");
        }
        in.skip("latmBufferFullness", 8);
        if (in.flag("otherDataPresent")) {
            skipOtherLength(in, version1); // what it is the length of follows the payloads and is left there
        }
        if (in.flag("crcCheckPresent")) {
            in.skip("crcCheckSum", 8);
        }
        return new LatmConfig(config, subFrames);
    }

    private static MediaFormatException unsupported(String found, String supported) {
        return MediaFormatException.unsupported(WHAT, found, supported);
    }

    /** LatmGetValue(). */
    private static int value(BitReader in, String field) {
        int bytes = in.unsigned(field, 2) + 1;
        return (int) Math.min(Integer.MAX_VALUE, bytes == 4 ? in.unsigned32(field) : in.unsigned(field, 8 * bytes));
    }

    private static void skipOtherLength(BitReader in, boolean version1) {
        if (version1) {
            value(in, "otherDataLenBits");
            return;
        }
        boolean more = true;
        for (int i = 0; more && i < Integer.BYTES; i++) {
            more = in.flag("otherDataLenEsc");
            in.skip("otherDataLenTmp", 8);
        }
    }

    private static AudioSpecificConfig measured(BitReader in, byte[] data, int firstBit) {
        int bits = value(in, "ascLen");
        if (bits > AudioSpecificConfig.MOST_BYTES * Byte.SIZE) {
            throw in.refused("ascLen", bits, "up to " + AudioSpecificConfig.MOST_BYTES * Byte.SIZE);
        }
        int from = in.position();
        in.skip("AudioSpecificConfig", bits);
        return config(data, firstBit + from, bits);
    }

    /** Nobody says how long the configuration is: it is read over. */
    private static AudioSpecificConfig unmeasured(BitReader in, byte[] data, int firstBit) {
        int from = in.position();
        int type = objectType(in);
        rate(in);
        int channels = in.unsigned("channelConfiguration", 4);
        if (type == AudioSpecificConfig.SBR || type == AudioSpecificConfig.PS) {
            rate(in);
            type = objectType(in);
        }
        if (type < AudioSpecificConfig.AAC_MAIN || type > AudioSpecificConfig.AAC_LTP || channels == 0) {
            throw unsupported("audioObjectType " + type + " with " + channels + " channels", "AAC with a channelConfiguration");
        }
        in.skip("frameLengthFlag", 1);
        if (in.flag("dependsOnCoreCoder")) {
            in.skip("coreCoderDelay", 14);
        }
        in.skip("extensionFlag", 1);
        return config(data, firstBit + from, in.position() - from);
    }

    private static int objectType(BitReader in) {
        int type = in.unsigned("audioObjectType", 5);
        return type == ESCAPE ? 32 + in.unsigned("audioObjectTypeExt", 6) : type;
    }

    private static void rate(BitReader in) {
        if (in.unsigned("samplingFrequencyIndex", 4) == RATE_ESCAPE) {
            in.skip("samplingFrequency", 24);
        }
    }

    private static AudioSpecificConfig config(byte[] data, int from, int bits) {
        return AudioSpecificConfig.read(Payload.wrap(new BitWriter().copy(data, from, bits).toByteArray()));
    }
}
