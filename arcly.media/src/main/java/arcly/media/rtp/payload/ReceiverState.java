package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What one receiver leaves to the next:
 *
 * <pre>
 * version 8 | SSRC known 8 | SSRC 32 | number due 32, -1 if none | flags 8 |
 * lists of 64-bit values, each after its count 8: clock, statistics, three of the frame times |
 * packets of which the frame is not whole yet, each after its length 16
 * </pre>
 */
record ReceiverState(boolean sourceKnown, int ssrc, int due, int flags, long[][] values, List<byte[]> packets) {
    static final int ANCHORED = 1;
    static final int WAITING = 2;
    static final int BROKEN = 4;
    static final int LISTS = 5; // clock, statistics, and three of the frame times

    private static final int VERSION = 1;
    private static final int FIXED_LENGTH = 11;

    byte[] write() {
        int size = FIXED_LENGTH;
        for (long[] list : values) {
            size += 1 + Long.BYTES * list.length;
        }
        for (byte[] packet : packets) {
            size += 2 + packet.length;
        }
        ByteBuffer out = ByteBuffer.allocate(size);
        out.put((byte) VERSION).put((byte) (sourceKnown ? 1 : 0)).putInt(ssrc).putInt(due).put((byte) flags);
        for (long[] list : values) {
            out.put((byte) list.length);
            for (long value : list) {
                out.putLong(value);
            }
        }
        for (byte[] packet : packets) {
            out.putShort((short) packet.length).put(packet);
        }
        return out.array();
    }

    static ReceiverState read(byte[] data) {
        ByteBuffer in = ByteBuffer.wrap(data);
        try {
            if (in.get() != VERSION) {
                throw MediaFormatException.unsupported("state of an RTP receiver, version", data[0], "1");
            }
            boolean known = in.get() != 0;
            int ssrc = in.getInt();
            int due = in.getInt();
            int flags = in.get();
            long[][] values = new long[LISTS][];
            for (int i = 0; i < LISTS; i++) {
                values[i] = new long[in.get() & 0xFF];
                for (int j = 0; j < values[i].length; j++) {
                    values[i][j] = in.getLong();
                }
            }
            List<byte[]> packets = new ArrayList<>();
            while (in.hasRemaining()) {
                byte[] packet = new byte[in.getShort() & 0xFFFF];
                in.get(packet);
                packets.add(packet);
            }
            return new ReceiverState(known, ssrc, due, flags, values, packets);
        } catch (BufferUnderflowException cut) {
            throw MediaFormatException.malformed("state of an RTP receiver", data.length + " bytes", "all of it");
        }
    }
}
