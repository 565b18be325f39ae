package arcly.media.rtp.payload;

/**
 * What a depacketiser joins: one access unit, or what is one frame of its codec. The array is given away: whoever takes the unit
 * may keep it, and nobody writes to it any more.
 */
public final class MediaUnit {
    private final byte[] data;
    private final int offset;
    private final int length;
    private final long timestamp;
    private final boolean afterLoss;

    MediaUnit(byte[] data, int offset, int length, long timestamp, boolean afterLoss) {
        this.data = data;
        this.offset = offset;
        this.length = length;
        this.timestamp = timestamp & 0xFFFF_FFFFL;
        this.afterLoss = afterLoss;
    }

    public byte[] data() {
        return data;
    }

    /** Where in {@link #data()} the unit begins. */
    public int offset() {
        return offset;
    }

    /** Bytes. */
    public int length() {
        return length;
    }

    /** RTP timestamp, 0 to 2^32 - 1. */
    public long timestamp() {
        return timestamp;
    }

    /** Something that came between this unit and the one before is missing: the unit is whole, but may need what is lost. */
    public boolean isAfterLoss() {
        return afterLoss;
    }
}
