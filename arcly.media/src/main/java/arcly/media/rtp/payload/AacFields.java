package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;

/** Which fields an AU-header has, and how wide they are (RFC 3640, 3.2.1 and 4.1). */
record AacFields(int sizeBits, int indexBits, int deltaBits, int ctsBits, int dtsBits, boolean randomAccess, int stateBits,
        int auxiliaryBits, int constantSize, int duration) {
    private static final int WIDEST = 32;

    /** @param samplesPerFrame ticks of an access unit if the parameters do not say */
    static AacFields of(FormatParameters parameters, int samplesPerFrame) {
        AacFields fields = new AacFields(parameters.integer("sizelength", 0), parameters.integer("indexlength", 0),
                parameters.integer("indexdeltalength", 0), parameters.integer("ctsdeltalength", 0),
                parameters.integer("dtsdeltalength", 0), parameters.integer("randomaccessindication", 0) != 0,
                parameters.integer("streamstateindication", 0), parameters.integer("auxiliarydatasizelength", 0),
                parameters.integer("constantsize", 0), parameters.integer("constantduration", samplesPerFrame));
        int widest = Math.max(Math.max(Math.max(fields.sizeBits, fields.indexBits), Math.max(fields.deltaBits, fields.ctsBits)),
                Math.max(Math.max(fields.dtsBits, fields.stateBits), fields.auxiliaryBits));
        if (widest >= WIDEST) {
            throw MediaFormatException.malformed("fmtp of mpeg4-generic", "a field of " + widest + " bits", "up to 31");
        }
        return fields;
    }

    boolean hasHeaders() {
        return sizeBits + indexBits + deltaBits + ctsBits + dtsBits + stateBits > 0 || randomAccess;
    }

    /** Reads one header; the size of its access unit. */
    int readHeader(BitReader in, boolean first) {
        int size = sizeBits == 0 ? constantSize : in.unsigned("AU-size", sizeBits);
        int skipped = in.unsigned(first ? "AU-Index" : "AU-Index-delta", first ? indexBits : deltaBits);
        if (!first && skipped != 0) {
            throw MediaFormatException.unsupported("RTP payload of AAC, AU-Index-delta", skipped, "0 (no interleaving)");
        }
        if (ctsBits > 0 && in.flag("CTS-flag")) {
            in.skip("CTS-delta", ctsBits);
        }
        if (dtsBits > 0 && in.flag("DTS-flag")) {
            in.skip("DTS-delta", dtsBits);
        }
        in.skip("RAP-flag, Stream-state", (randomAccess ? 1 : 0) + stateBits);
        return size;
    }
}
