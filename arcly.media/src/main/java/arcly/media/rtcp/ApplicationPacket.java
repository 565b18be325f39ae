package arcly.media.rtcp;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** APP (RFC 3550, 6.7): something of an application's own. */
public final class ApplicationPacket extends RtcpPacket {
    /** Packet type. */
    public static final int TYPE = 204;

    private static final int NAME_LENGTH = 4;
    private static final int LARGEST_SUBTYPE = 31;

    private final int ssrc;
    private final int subtype;
    private final String name;
    private final Payload data;

    private ApplicationPacket(int ssrc, int subtype, String name, Payload data) {
        this.ssrc = ssrc;
        this.subtype = subtype;
        this.name = name;
        this.data = Objects.requireNonNull(data, "data");
    }

    /**
     * @param subtype 0 to 31
     * @param name four characters of ASCII
     * @param data whole words
     */
    public static ApplicationPacket of(int ssrc, int subtype, String name, Payload data) {
        if (subtype < 0 || subtype > LARGEST_SUBTYPE || !name.matches("[ -~]{4}") || (data.size() & 3) != 0) {
            throw new IllegalArgumentException("APP '" + name + "', subtype " + subtype + ", " + data.size()
                    + " bytes; allowed are four characters of ASCII, 0 to 31, multiples of 4");
        }
        return new ApplicationPacket(ssrc, subtype, name, data);
    }

    static ApplicationPacket read(RtcpBody in) {
        int ssrc = in.integer("SSRC");
        String name = new String(in.bytes("name", NAME_LENGTH), StandardCharsets.ISO_8859_1);
        return new ApplicationPacket(ssrc, in.count(), name, Payload.wrap(in.rest()));
    }

    @Override
    void writeBody(ByteBuf out) {
        out.writeInt(ssrc).writeBytes(name.getBytes(StandardCharsets.ISO_8859_1)).writeBytes(data.view());
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    int count() {
        return subtype;
    }

    @Override
    public int ssrc() {
        return ssrc;
    }

    /** 0 to 31. */
    public int subtype() {
        return subtype;
    }

    /** Four characters. */
    public String name() {
        return name;
    }

    public Payload data() {
        return data;
    }

    @Override
    public String toString() {
        return "APP " + name + " of " + Integer.toHexString(ssrc) + " " + data;
    }
}
