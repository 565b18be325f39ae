package arcly.media.ts;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.aac.AdtsHeader;
import arcly.media.aac.AudioSpecificConfig;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** AAC in ADTS (ISO/IEC 13818-1, table 2-34; ISO/IEC 14496-3, 1.A.2.2). */
final class AdtsForm implements TsForm {
    private static final int STREAM_TYPE = 0x0F;
    private static final int STREAM_ID = 0xC0;

    private final AudioSpecificConfig config;

    AdtsForm(Track track) {
        config = AudioSpecificConfig.read(track.configuration());
        AdtsHeader.write(config, 0, Unpooled.buffer()); // what ADTS cannot say is refused now, not at the first frame
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
        AdtsHeader.write(config, frame.payload().size(), out);
        out.writeBytes(frame.payload().view());
    }
}
