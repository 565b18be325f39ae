package arcly.media.ts;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * Audio whose frames can be found by themselves, as they are: MP3 (ISO/IEC 13818-1, table 2-34), AC-3 and E-AC-3 in the way of
 * ATSC (A/52, annexes A and G), which is also HLS's.
 *
 * @param registration format_identifier of a registration descriptor (ISO/IEC 13818-1, 2.6.8); empty for none
 */
record SyncFrameForm(int streamType, int streamId, String registration) implements TsForm {
    private static final int MPEG_1_AUDIO = 0x03;
    private static final int MPEG_2_AUDIO = 0x04;
    private static final int ATSC_AC3 = 0x81;
    private static final int ATSC_EAC3 = 0x87;
    private static final int AUDIO = 0xC0;
    private static final int PRIVATE_STREAM_1 = 0xBD;
    private static final int REGISTRATION = 5;
    private static final int MPEG_1_LOWEST_RATE = 32_000;

    static SyncFrameForm mp3(Track track) {
        return new SyncFrameForm(track.sampleRate() < MPEG_1_LOWEST_RATE ? MPEG_2_AUDIO : MPEG_1_AUDIO, AUDIO, "");
    }

    static SyncFrameForm ac3(Track track) {
        boolean enhanced = track.codec().equals(Codec.EAC3);
        return new SyncFrameForm(enhanced ? ATSC_EAC3 : ATSC_AC3, PRIVATE_STREAM_1, enhanced ? "EAC3" : "AC-3");
    }

    @Override
    public void writeDescriptors(ByteBuf out) {
        if (!registration.isEmpty()) {
            out.writeByte(REGISTRATION).writeByte(registration.length());
            out.writeCharSequence(registration, StandardCharsets.US_ASCII);
        }
    }

    @Override
    public void write(Frame frame, boolean joinable, ByteBuf out) {
        out.writeBytes(frame.payload().view());
    }
}
