package arcly.media.ac3;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;

/**
 * The head of a sync frame of AC-3 (ETSI TS 102 366, 4.3) or Enhanced AC-3 (annex E.1.2): all that containers ask for. Immutable.
 */
public final class Ac3Header {
    /** strmtyp of a substream that stands for itself. */
    public static final int INDEPENDENT = 0;
    /** strmtyp of a substream that adds channels to the one before it. */
    public static final int DEPENDENT = 1;

    private static final String WHAT = "AC-3 sync frame";
    private static final int SYNC = 0x0B77;
    private static final int LARGEST_AC3_BSID = 10; // 4.4.2.1, and E.1.3.1.6: 11 to 16 are Enhanced AC-3
    private static final int LARGEST_BSID = 16;
    private static final int BSID_BIT = 40; // in both, on purpose
    private static final int BLOCK_SAMPLES = 256;
    private static final int BLOCKS = 6;
    private static final int[] RATES = {48_000, 44_100, 32_000};
    private static final int[] KILOBITS =
            {32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384, 448, 512, 576, 640};
    private static final int[] ENHANCED_BLOCKS = {1, 2, 3, 6};
    private static final int[] CHANNELS = {2, 1, 2, 3, 3, 4, 4, 5};

    private final boolean enhanced;
    private final int fscod;
    private final int bsid;
    private final int bsmod;
    private final int acmod;
    private final boolean lfe;
    private final int bitRateCode;
    private final int streamType;
    private final int substream;
    private final int chanmap;
    private final int sampleRate;
    private final int samples;
    private final int frameLength;

    private Ac3Header(byte[] data, int offset, int length) {
        BitReader in = new BitReader(WHAT, data, offset, length);
        in.skip("the head", BSID_BIT);
        bsid = in.unsigned("bsid", 5, LARGEST_BSID);
        enhanced = bsid > LARGEST_AC3_BSID;
        in = new BitReader(WHAT, data, offset, length);
        if (in.unsigned("syncword", 16) != SYNC) {
            throw in.refused("syncword", String.format("0x%02x%02x", data[offset], data[offset + 1]), "0x0b77");
        }
        if (enhanced) {
            streamType = in.unsigned("strmtyp", 2, 2);
            substream = in.unsigned("substreamid", 3);
            frameLength = 2 * (in.unsigned("frmsiz", 11) + 1);
            fscod = in.unsigned("fscod", 2);
            int fscod2 = fscod == 3 ? in.unsigned("fscod2", 2, 2) : 0;
            int blocks = fscod == 3 ? BLOCKS : ENHANCED_BLOCKS[in.unsigned("numblkscod", 2)];
            sampleRate = fscod == 3 ? RATES[fscod2] / 2 : RATES[fscod];
            samples = blocks * BLOCK_SAMPLES;
            acmod = in.unsigned("acmod", 3);
            lfe = in.flag("lfeon");
            bsmod = 0; // stands behind fields of changing length; containers do without
            bitRateCode = 0;
            chanmap = streamType == DEPENDENT ? readChanmap(in, acmod) : 0;
        } else {
            streamType = INDEPENDENT;
            substream = 0;
            chanmap = 0;
            in.skip("crc1", 16);
            fscod = in.unsigned("fscod", 2, 2);
            int frmsizecod = in.unsigned("frmsizecod", 6, 37);
            bitRateCode = frmsizecod >> 1;
            sampleRate = RATES[fscod] >> Math.max(0, bsid - 8); // half and quarter rates, as decoders read bsid 9 and 10
            samples = BLOCKS * BLOCK_SAMPLES;
            frameLength = frameLength(frmsizecod);
            in.skip("bsid", 5);
            bsmod = in.unsigned("bsmod", 3);
            acmod = in.unsigned("acmod", 3);
            in.skip("mix levels, dsurmod", (acmod == 2 ? 2 : 0) + ((acmod & 1) != 0 && acmod != 1 ? 2 : 0)
                    + ((acmod & 4) != 0 ? 2 : 0));
            lfe = in.flag("lfeon");
        }
    }

    /** @throws MediaFormatException if it breaks the format */
    public static Ac3Header read(byte[] data, int offset, int length) throws MediaFormatException {
        return new Ac3Header(data, offset, length);
    }

    /** Table 4.13: words of 16 bits; at 44.1 kHz every other frame has one more. */
    private int frameLength(int frmsizecod) {
        int kilobits = KILOBITS[frmsizecod >> 1];
        return 2 * switch (fscod) {
            case 0 -> kilobits * 2;
            case 1 -> kilobits * 96_000 / 44_100 + (frmsizecod & 1);
            default -> kilobits * 3;
        };
    }

    /** Which channels a dependent substream has (E.1.3.1.8). */
    private static int readChanmap(BitReader in, int acmod) {
        in.skip("bsid, dialnorm", 10);
        for (int i = 0; i < (acmod == 0 ? 2 : 1); i++) {
            if (i > 0) {
                in.skip("dialnorm2", 5);
            }
            if (in.flag("compre")) {
                in.skip("compr", 8);
            }
        }
        return in.flag("chanmape") ? in.unsigned("chanmap", 16) : 0;
    }

    /** Enhanced AC-3. */
    public boolean isEnhanced() {
        return enhanced;
    }

    /** Sampling rate code, 0 to 3. */
    public int fscod() {
        return fscod;
    }

    /** Bit stream identification: 8 is AC-3, 16 Enhanced AC-3. */
    public int bsid() {
        return bsid;
    }

    /** Bit stream mode, 0 for main audio; not looked for in Enhanced AC-3. */
    public int bsmod() {
        return bsmod;
    }

    /** Audio coding mode, 0 to 7: which channels but the LFE. */
    public int acmod() {
        return acmod;
    }

    public boolean isLfe() {
        return lfe;
    }

    /** 0 to 18; 0 for Enhanced AC-3. */
    public int bitRateCode() {
        return bitRateCode;
    }

    /** {@link #INDEPENDENT}, {@link #DEPENDENT}, or 2 for AC-3 carried in Enhanced AC-3. */
    public int streamType() {
        return streamType;
    }

    /** substreamid, 0 to 7. */
    public int substream() {
        return substream;
    }

    /** Custom channel map of a dependent substream, 16 bits; 0 if there is none. */
    public int chanmap() {
        return chanmap;
    }

    /** Hertz. */
    public int sampleRate() {
        return sampleRate;
    }

    /** Samples of the frame: 1536, or in Enhanced AC-3 a multiple of 256 up to that. */
    public int samples() {
        return samples;
    }

    /** Bytes of the whole frame. */
    public int frameLength() {
        return frameLength;
    }

    /** Of this frame alone, with the LFE. */
    public int channels() {
        return CHANNELS[acmod] + (lfe ? 1 : 0);
    }
}
