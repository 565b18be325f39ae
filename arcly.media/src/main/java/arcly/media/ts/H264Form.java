package arcly.media.ts;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.h264.AnnexB;
import arcly.media.h264.AvcConfiguration;
import io.netty.buffer.ByteBuf;

/** H.264 (ISO/IEC 13818-1, 2.14): Annex B, a delimiter before each access unit, the parameter sets before key frames. */
final class H264Form implements TsForm {
    private static final int STREAM_TYPE = 0x1B;
    private static final int STREAM_ID = 0xE0;

    private final AvcConfiguration configuration;

    H264Form(Track track) {
        configuration = AvcConfiguration.read(track.configuration());
    }

    @Override
    public int streamType() {
        return STREAM_TYPE;
    }

    @Override
    public int streamId() {
        return STREAM_ID;
    }

    @Override
    public void write(Frame frame, boolean joinable, ByteBuf out) {
        AnnexB.writeDelimiter(out);
        if (joinable) {
            AnnexB.writeParameterSets(configuration, out);
        }
        AnnexB.write(frame.payload(), out);
    }
}
