package arcly.media.rtcp;

import arcly.api.media.Payload;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Feedback to a sender (RFC 4585, 6.1), of the transport or of a payload: packets that are missing, key frames that are wanted,
 * and, as their plain bytes, all that is not named here.
 *
 * <pre>
 * SSRC of the sender 32 | SSRC of the media source 32 | what the format says
 * </pre>
 */
public final class Feedback extends RtcpPacket {
    /** RTPFB (RFC 4585, 6.2). */
    public static final int TRANSPORT = 205;
    /** PSFB (RFC 4585, 6.3). */
    public static final int PAYLOAD = 206;
    /** Format of {@link #TRANSPORT}: generic NACK (6.2.1). */
    public static final int NACK = 1;
    /** Format of {@link #PAYLOAD}: picture loss indication (6.3.1). */
    public static final int PICTURE_LOSS = 1;
    /** Format of {@link #PAYLOAD}: full intra request (RFC 5104, 4.3.1). */
    public static final int FULL_INTRA_REQUEST = 4;
    /** Format of {@link #PAYLOAD}: something of an application's own, such as REMB. */
    public static final int APPLICATION = 15;

    private static final int LARGEST_FORMAT = 31;
    private static final int NACK_LENGTH = 4;
    private static final int FIR_LENGTH = 8;

    private final int type;
    private final int format;
    private final int ssrc;
    private final int media;
    private final Payload control;

    private Feedback(int type, int format, int ssrc, int media, Payload control) {
        this.type = type;
        this.format = format;
        this.ssrc = ssrc;
        this.media = media;
        this.control = control;
    }

    /**
     * @param type {@link #TRANSPORT} or {@link #PAYLOAD}
     * @param format 0 to 31
     * @param media whose media it is about
     * @param control what the format says, whole words
     */
    public static Feedback of(int type, int format, int ssrc, int media, Payload control) {
        if (type != TRANSPORT && type != PAYLOAD || format < 0 || format > LARGEST_FORMAT || (control.size() & 3) != 0) {
            throw new IllegalArgumentException("feedback " + type + ", format " + format + ", " + control.size()
                    + " bytes; allowed are 205 and 206, 0 to 31, multiples of 4");
        }
        return new Feedback(type, format, ssrc, media, control);
    }

    /** A key frame is wanted because pictures were lost. */
    public static Feedback pictureLoss(int ssrc, int media) {
        return of(PAYLOAD, PICTURE_LOSS, ssrc, media, Payload.EMPTY);
    }

    /** A key frame is wanted. @param number counts the requests (RFC 5104, 4.3.1.1), so that a repeated one is known as such */
    public static Feedback fullIntraRequest(int ssrc, int media, int number) {
        ByteBuffer entry = ByteBuffer.allocate(FIR_LENGTH).putInt(media).putInt(number << 24);
        return of(PAYLOAD, FULL_INTRA_REQUEST, ssrc, 0, Payload.wrap(entry.array())); // 4.3.1.2: media SSRC is 0
    }

    /** These packets are missing. @param sequences ascending, modulo 2^16 */
    public static Feedback nack(int ssrc, int media, int... sequences) {
        List<Integer> entries = new ArrayList<>();
        int first = -1;
        int mask = 0;
        for (int sequence : sequences) {
            int behind = sequence - first & 0xFFFF;
            if (first >= 0 && behind >= 1 && behind <= 16) {
                mask |= 1 << behind - 1;
                continue;
            }
            if (first >= 0) {
                entries.add(first << 16 | mask);
            }
            first = sequence & 0xFFFF;
            mask = 0;
        }
        if (first >= 0) {
            entries.add(first << 16 | mask);
        }
        ByteBuffer control = ByteBuffer.allocate(NACK_LENGTH * entries.size());
        entries.forEach(control::putInt);
        return of(TRANSPORT, NACK, ssrc, media, Payload.wrap(control.array()));
    }

    static Feedback read(int type, RtcpBody in) {
        return new Feedback(type, in.count(), in.integer("SSRC"), in.integer("media SSRC"), Payload.wrap(in.rest()));
    }

    @Override
    void writeBody(ByteBuf out) {
        out.writeInt(ssrc).writeInt(media).writeBytes(control.view());
    }

    @Override
    public int type() {
        return type;
    }

    @Override
    int count() {
        return format;
    }

    @Override
    public int ssrc() {
        return ssrc;
    }

    /** 0 to 31. */
    public int format() {
        return format;
    }

    /** Whose media it is about; 0 where the control information says it. */
    public int media() {
        return media;
    }

    /** What the format says, as it stands. */
    public Payload control() {
        return control;
    }

    /** True for a picture loss indication or full intra request that asks this source for a key frame. */
    public boolean wantsKeyFrame(int source) {
        if (type != PAYLOAD) {
            return false;
        }
        if (format == PICTURE_LOSS) {
            return media == source;
        }
        ByteBuffer entries = control.view();
        while (format == FULL_INTRA_REQUEST && entries.remaining() >= FIR_LENGTH) {
            if (entries.getInt() == source) {
                return true;
            }
            entries.getInt();
        }
        return false;
    }

    /** Sequence numbers that a {@link #NACK} names; empty for all else. */
    public int[] missing() {
        if (type != TRANSPORT || format != NACK) {
            return new int[0];
        }
        ByteBuffer entries = control.view();
        int[] missing = new int[entries.remaining() / NACK_LENGTH * 17];
        int count = 0;
        while (entries.remaining() >= NACK_LENGTH) {
            int first = Short.toUnsignedInt(entries.getShort());
            int mask = Short.toUnsignedInt(entries.getShort());
            missing[count++] = first;
            for (int bit = 0; bit < 16; bit++) {
                if ((mask >> bit & 1) != 0) {
                    missing[count++] = first + 1 + bit & 0xFFFF;
                }
            }
        }
        return Arrays.copyOf(missing, count);
    }

    @Override
    public String toString() {
        return "feedback " + type + "/" + format + " of " + Integer.toHexString(ssrc) + " to " + Integer.toHexString(media);
    }
}
