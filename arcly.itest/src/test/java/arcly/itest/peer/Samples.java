package arcly.itest.peer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/**
 * H.264 and AAC that carry a number, the time they were sent at and a checksum, as RTMP message bodies (FLV 10.1, E.4.3.1 and
 * E.4.2.1). They have the form of the codecs, not pictures: parsers accept them, a decoder would complain.
 */
public final class Samples {
    /** Video frames in a second. */
    public static final int FRAME_RATE = 25;
    /** Audio frames have 1,024 samples. */
    public static final int SAMPLE_RATE = 44_100;

    private static final byte[] UUID = "arcly.itest.0001".getBytes(StandardCharsets.US_ASCII);
    private static final int TEXT = 16 + 1 + 16 + 1 + 8;
    private static final int SEI = 1 + 1 + 1 + 16 + TEXT + 1;
    private static final int AUDIO_HEADER = 2 + 8 + 8 + 4;

    /**
     * What a message says about itself.
     *
     * @param sentAt {@link System#nanoTime} of the sender
     */
    public record Sample(boolean key, long number, long sentAt) {}

    private Samples() {}

    /** 640x352, baseline, level 3.0: what an AVC sequence header holds (ISO/IEC 14496-15, 5.3.3). */
    public static byte[] videoHeader() {
        byte[] sps = sequenceParameters();
        byte[] pps = {0x68, (byte) 0b1100_1110, 0b0011_1000, (byte) 0x80};
        ByteBuffer header = ByteBuffer.allocate(5 + 6 + 2 + sps.length + 1 + 2 + pps.length);
        header.put((byte) 0x17).put((byte) 0).put(new byte[3]);
        header.put((byte) 1).put(sps, 1, 3).put((byte) 0xFF).put((byte) 0xE1);
        header.putShort((short) sps.length).put(sps).put((byte) 1).putShort((short) pps.length).put(pps);
        return header.array();
    }

    /** AAC LC, 44,100 Hz, stereo. */
    public static byte[] audioHeader() {
        return new byte[] {(byte) 0xAF, 0, 0x12, 0x10};
    }

    public static boolean isVideoHeader(byte[] body) {
        return body.length > 1 && (body[0] & 0x0F) == 7 && body[1] == 0;
    }

    public static boolean isAudioHeader(byte[] body) {
        return body.length > 1 && (body[0] & 0xF0) == 0xA0 && body[1] == 0;
    }

    public static byte[] video(long number, boolean key, int size) {
        byte[] slice = filler(number, Math.max(64, size - 5 - 4 - SEI - 4));
        slice[0] = (byte) (key ? 0x65 : 0x41);
        ByteBuffer body = ByteBuffer.allocate(5 + 4 + SEI + 4 + slice.length);
        body.put((byte) (key ? 0x17 : 0x27)).put((byte) 1).put(new byte[3]);
        body.putInt(SEI).put((byte) 6).put((byte) 5).put((byte) (16 + TEXT)).put(UUID);
        body.put(String.format("%016x %016x %08x", number, System.nanoTime(), checksum(slice, 0, slice.length))
                .getBytes(StandardCharsets.US_ASCII));
        body.put((byte) 0x80).putInt(slice.length).put(slice);
        return body.array();
    }

    /** @throws IllegalArgumentException if the message is damaged */
    public static Sample video(byte[] body) {
        int sei = 5;
        int at = sei + 4 + 3;
        if (body.length < 5 + 4 + SEI + 5 || !new String(body, at, 16, StandardCharsets.US_ASCII).startsWith("arcly.itest")) {
            throw new IllegalArgumentException("a video message of " + body.length + " bytes without its SEI");
        }
        String[] text = new String(body, at + 16, TEXT, StandardCharsets.US_ASCII).split(" ");
        int slice = sei + 4 + SEI;
        int length = ByteBuffer.wrap(body).getInt(slice);
        if (length != body.length - slice - 4 || checksum(body, slice + 4, length) != Long.parseLong(text[2], 16)) {
            throw new IllegalArgumentException("video frame " + text[0] + " is damaged");
        }
        return new Sample((body[0] & 0xF0) == 0x10, Long.parseLong(text[0], 16), Long.parseLong(text[1], 16));
    }

    public static byte[] audio(long number, int size) {
        byte[] filler = filler(number, Math.max(16, size - AUDIO_HEADER));
        ByteBuffer body = ByteBuffer.allocate(AUDIO_HEADER + filler.length);
        body.put((byte) 0xAF).put((byte) 1).putLong(number).putLong(System.nanoTime());
        body.putInt((int) checksum(filler, 0, filler.length)).put(filler);
        return body.array();
    }

    /** @throws IllegalArgumentException if the message is damaged */
    public static Sample audio(byte[] body) {
        ByteBuffer in = ByteBuffer.wrap(body, 2, body.length - 2);
        Sample sample = new Sample(true, in.getLong(), in.getLong());
        if (in.getInt() != (int) checksum(body, AUDIO_HEADER, body.length - AUDIO_HEADER)) {
            throw new IllegalArgumentException("audio frame " + sample.number() + " is damaged");
        }
        return sample;
    }

    /** Bytes without a zero, so that no start code and no escape can be in them. */
    private static byte[] filler(long seed, int size) {
        byte[] bytes = new byte[size];
        long x = seed * 0x9E3779B97F4A7C15L + 1;
        for (int i = 0; i < size; i++) {
            x = x * 6364136223846793005L + 1442695040888963407L;
            bytes[i] = (byte) ((x >>> 40) | 1);
        }
        return bytes;
    }

    private static long checksum(byte[] bytes, int from, int length) {
        CRC32 crc = new CRC32();
        crc.update(bytes, from, length);
        return crc.getValue();
    }

    /** ISO/IEC 14496-10, 7.3.2.1.1, in Exp-Golomb codes. */
    private static byte[] sequenceParameters() {
        String bits = "01100111" // nal_ref_idc 3, type 7
                + "01000010" + "11000000" + "00011110" // profile 66, constraints 0 and 1, level 30
                + "1" // seq_parameter_set_id 0
                + "1" // log2_max_frame_num_minus4 0
                + "011" // pic_order_cnt_type 2
                + "010" // max_num_ref_frames 1
                + "0" // no gaps in frame_num
                + "00000101000" // pic_width_in_mbs_minus1 39
                + "000010110" // pic_height_in_map_units_minus1 21
                + "1" // frame_mbs_only
                + "1" // direct_8x8_inference
                + "0" // no cropping
                + "0" // no VUI
                + "1"; // stop bit
        byte[] bytes = new byte[(bits.length() + 7) / 8];
        for (int i = 0; i < bits.length(); i++) {
            bytes[i / 8] |= (byte) ((bits.charAt(i) - '0') << (7 - i % 8));
        }
        return bytes;
    }
}
