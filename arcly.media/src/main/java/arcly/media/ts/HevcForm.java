package arcly.media.ts;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.hevc.HevcAnnexB;
import arcly.media.hevc.HevcConfiguration;
import arcly.media.nal.StartCodes;
import io.netty.buffer.ByteBuf;

/** HEVC (ISO/IEC 13818-1, 2.17): Annex B, a delimiter before each access unit, the parameter sets before key frames. */
final class HevcForm implements TsForm {
    private static final int STREAM_TYPE = 0x24;
    private static final int STREAM_ID = 0xE0;

    private final HevcConfiguration configuration;

    HevcForm(Track track) {
        configuration = HevcConfiguration.read(track.configuration());
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
        HevcAnnexB.writeDelimiter(out);
        if (joinable) {
            HevcAnnexB.writeParameterSets(configuration, out);
        }
        StartCodes.write(frame.payload(), out);
    }
}
