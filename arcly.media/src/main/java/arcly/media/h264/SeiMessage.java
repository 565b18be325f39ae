package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import arcly.media.nal.EmulationPrevention;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/** One supplemental enhancement information message (H.264, 7.3.2.3.1 and annex D). Immutable; equal by value. */
public final class SeiMessage {
    public static final int BUFFERING_PERIOD = 0;
    public static final int PIC_TIMING = 1;
    public static final int USER_DATA_REGISTERED = 4;
    public static final int USER_DATA_UNREGISTERED = 5;
    public static final int RECOVERY_POINT = 6;

    /** Messages in one NAL unit. Encoders send fewer than ten; without a limit each two bytes would cost an object. */
    public static final int MOST_MESSAGES = 256;
    /**
     * Bytes that are added up for one type or size. The largest size that can follow is then 64 KiB, more than a caption or
     * marker.
     */
    private static final int MOST_LENGTH_BYTES = 256;

    private static final String WHAT = "H.264 SEI";
    private static final int UUID_LENGTH = 16;
    private static final int HEADER = NalType.SEI; // nal_ref_idc is 0 (7.4.1)
    private static final int STOP = 0x80;

    private final int type;
    private final Payload payload;

    private SeiMessage(int type, Payload payload) {
        this.type = type;
        this.payload = payload;
    }

    /** @throws IllegalArgumentException if type or size is beyond what {@link #read} takes */
    public static SeiMessage of(int type, Payload payload) {
        int most = 0xFF * (MOST_LENGTH_BYTES - 1);
        if (type < 0 || type > most || payload.size() > most) {
            throw new IllegalArgumentException("SEI of type " + type + " and " + payload.size()
                    + " bytes; allowed are 0 to " + most);
        }
        return new SeiMessage(type, payload);
    }

    /** user_data_unregistered (D.1.7). */
    public static SeiMessage userData(UUID uuid, byte[] data) {
        ByteBuffer payload = ByteBuffer.allocate(UUID_LENGTH + data.length);
        payload.putLong(uuid.getMostSignificantBits()).putLong(uuid.getLeastSignificantBits()).put(data);
        return of(USER_DATA_UNREGISTERED, Payload.wrap(payload.array()));
    }

    /**
     * The messages of an SEI NAL unit, header byte first, with its emulation prevention.
     *
     * @throws MediaFormatException if it is no SEI or breaks the format
     */
    public static List<SeiMessage> read(byte[] nal, int offset, int length) throws MediaFormatException {
        if (length < 2 || NalType.of(nal[offset]) != NalType.SEI) {
            throw MediaFormatException.malformed(WHAT, length == 0 ? "nothing" : "NAL unit type " + (nal[offset] & 0x1F),
                    "a NAL unit of type 6");
        }
        byte[] rbsp = EmulationPrevention.remove(nal, offset + 1, length - 1);
        int end = rbsp.length;
        while (end > 0 && rbsp[end - 1] == 0) {
            end--; // cabac_zero_words and padding that some encoders leave
        }
        if (end > 0 && rbsp[end - 1] == (byte) STOP) {
            end--; // encoders exist that leave the stop bit out: then the last message ends the unit
        }
        List<SeiMessage> messages = new ArrayList<>(1);
        ByteBuffer in = ByteBuffer.wrap(rbsp, 0, end);
        while (in.hasRemaining()) {
            if (messages.size() == MOST_MESSAGES) {
                throw MediaFormatException.malformed(WHAT, "more messages", "up to " + MOST_MESSAGES);
            }
            int type = readLength(in, "payloadType");
            int size = readLength(in, "payloadSize");
            if (size > in.remaining()) {
                throw MediaFormatException.malformed(WHAT + ", byte " + in.position() + ", payloadSize", size,
                        "up to " + in.remaining() + ", what is left");
            }
            messages.add(new SeiMessage(type, Payload.wrap(rbsp, in.position(), size)));
            in.position(in.position() + size);
        }
        return messages;
    }

    public static List<SeiMessage> read(byte[] nal) {
        return read(nal, 0, nal.length);
    }

    /** An SEI NAL unit of these messages, header byte first, with emulation prevention. */
    public static byte[] write(List<SeiMessage> messages) {
        ByteArrayOutputStream rbsp = new ByteArrayOutputStream();
        rbsp.write(HEADER);
        for (SeiMessage message : messages) {
            writeLength(rbsp, message.type);
            writeLength(rbsp, message.payload.size());
            rbsp.writeBytes(message.payload.toByteArray());
        }
        rbsp.write(STOP);
        byte[] nal = rbsp.toByteArray();
        return EmulationPrevention.insert(nal, 0, nal.length);
    }

    /** Types and sizes are sums: any number of 0xff and one smaller byte. */
    private static int readLength(ByteBuffer in, String field) {
        int sum = 0;
        for (int i = 0; i < MOST_LENGTH_BYTES && in.hasRemaining(); i++) {
            int piece = in.get() & 0xFF;
            sum += piece;
            if (piece != 0xFF) {
                return sum;
            }
        }
        throw MediaFormatException.malformed(WHAT + ", byte " + in.position() + ", " + field,
                in.hasRemaining() ? "more than " + MOST_LENGTH_BYTES + " bytes" : "the end", "a sum that ends before");
    }

    private static void writeLength(ByteArrayOutputStream out, int value) {
        for (int i = 0; i < value / 0xFF; i++) {
            out.write(0xFF);
        }
        out.write(value % 0xFF);
    }

    /** payloadType (annex D). */
    public int type() {
        return type;
    }

    /** The message's own bytes, without emulation prevention. */
    public Payload payload() {
        return payload;
    }

    /** The UUID of user_data_unregistered (D.1.7); empty for other types and for one that is too short. */
    public Optional<UUID> userDataUuid() {
        if (type != USER_DATA_UNREGISTERED || payload.size() < UUID_LENGTH) {
            return Optional.empty();
        }
        ByteBuffer bytes = payload.view();
        return Optional.of(new UUID(bytes.getLong(), bytes.getLong()));
    }

    /** What follows the UUID of user_data_unregistered; empty wherever {@link #userDataUuid()} is. */
    public Optional<Payload> userData() {
        return userDataUuid().map(uuid -> payload.slice(UUID_LENGTH, payload.size() - UUID_LENGTH));
    }

    /**
     * recovery_frame_cnt of a recovery point (D.1.8): after so many frames from here pictures are right; empty for other types
     * and for one that cannot be read.
     */
    public OptionalInt recoveryFrameCount() {
        if (type != RECOVERY_POINT) {
            return OptionalInt.empty();
        }
        try {
            return OptionalInt.of(new BitReader("recovery point", payload.toByteArray()).golomb("recovery_frame_cnt", 0xFFFF));
        } catch (MediaFormatException unreadable) {
            return OptionalInt.empty();
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SeiMessage message && message.type == type && message.payload.equals(payload);
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, payload);
    }

    @Override
    public String toString() {
        return "SEI " + type + " of " + payload.size() + " bytes";
    }
}
