package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;

/** Formats in which a frame is a packet, however large. */
final class WholePacketiser implements Packetiser {
    private final PieceRules rules;

    WholePacketiser(PieceRules rules) {
        this.rules = rules;
    }

    @Override
    public void cut(Frame frame, ByteBuf out, PieceSink pieces) throws MediaFormatException {
        if (frame.payload().size() > PieceRules.MOST_BYTES) {
            throw MediaFormatException.unsupported("RTP payload of " + frame.track().codec(), frame.payload().size() + " bytes",
                    "up to " + PieceRules.MOST_BYTES);
        }
        PieceWriter writer = new PieceWriter(out, pieces, rules);
        writer.begin().writeBytes(frame.payload().view());
        writer.end(false);
    }
}
