package arcly.media.aac;

import arcly.api.media.Payload;

/** One frame out of an ADTS stream: its header, and one raw_data_block, which is arcly's canonical form. Immutable. */
public final class AdtsFrame {
    private final AdtsHeader header;
    private final Payload payload;

    AdtsFrame(AdtsHeader header, Payload payload) {
        this.header = header;
        this.payload = payload;
    }

    public AdtsHeader header() {
        return header;
    }

    /** Without header and CRC. */
    public Payload payload() {
        return payload;
    }

    /** The configuration that goes with it; cheap enough for each frame, but meant for the first and where the header changes. */
    public AudioSpecificConfig config() {
        return header.config(payload);
    }
}
