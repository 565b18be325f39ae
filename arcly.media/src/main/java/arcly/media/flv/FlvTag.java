package arcly.media.flv;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;
import java.util.Objects;

/**
 * One tag of an FLV file (FLV 10.1, E.4.1):
 *
 * <pre>
 * reserved 2 | filter 1 | TagType 5 | DataSize 24 | Timestamp 24 | TimestampExtended 8 | StreamID 24 | body
 * </pre>
 *
 * <p>Immutable; equal by value.
 */
public final class FlvTag {
    public static final int AUDIO = 8;
    public static final int VIDEO = 9;
    public static final int SCRIPT_DATA = 18;

    /** Bytes of a body: DataSize has 24 bits. */
    public static final int MOST_BODY_BYTES = 0xFF_FFFF;

    static final int HEADER_LENGTH = 11;

    private final int type;
    private final long timestampMillis;
    private final Payload body;

    private FlvTag(int type, long timestampMillis, Payload body) {
        this.type = type;
        this.timestampMillis = timestampMillis;
        this.body = body;
    }

    /**
     * A tag.
     *
     * @param type 0 to 31; {@link #AUDIO}, {@link #VIDEO}, {@link #SCRIPT_DATA}
     * @param timestampMillis the file keeps the low 32 bits
     * @throws IllegalArgumentException if the type or the body's size does not fit
     */
    public static FlvTag of(int type, long timestampMillis, Payload body) {
        if ((type & ~0x1F) != 0 || body.size() > MOST_BODY_BYTES) {
            throw new IllegalArgumentException("FLV tag of type " + type + " and " + body.size()
                    + " bytes; allowed are types 0 to 31, " + MOST_BODY_BYTES + " bytes");
        }
        return new FlvTag(type, timestampMillis & 0xFFFF_FFFFL, body);
    }

    /** The header of a file (E.2) and the size of the tag before the first, which is 0. */
    public static void writeFileHeader(boolean audio, boolean video, ByteBuf out) {
        out.writeMedium('F' << 16 | 'L' << 8 | 'V').writeByte(1);
        out.writeByte((audio ? 4 : 0) | (video ? 1 : 0));
        out.writeInt(FlvTagAssembler.FILE_HEADER_LENGTH).writeInt(0);
    }

    /** The tag and, after it, its size, as files have it. */
    public void write(ByteBuf out) {
        out.writeByte(type).writeMedium(body.size());
        out.writeMedium((int) timestampMillis & 0xFF_FFFF).writeByte((int) (timestampMillis >> 24)).writeMedium(0);
        out.writeBytes(body.view()).writeInt(HEADER_LENGTH + body.size());
    }

    /** TagType without the filter bit. */
    public int type() {
        return type;
    }

    /** Milliseconds, 32 bits unsigned: it starts over after 49 days. */
    public long timestampMillis() {
        return timestampMillis;
    }

    /** {@link AudioTagHeader} or {@link VideoTagHeader} and data; AMF for script data. */
    public Payload body() {
        return body;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof FlvTag tag && tag.type == type && tag.timestampMillis == timestampMillis && tag.body.equals(body);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, timestampMillis, body);
    }

    @Override
    public String toString() {
        return "FLV tag of type " + type + " at " + timestampMillis + " ms, " + body.size() + " bytes";
    }
}
