package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.media.rtp.ReorderBuffer;
import arcly.media.rtp.RtpHeader;
import arcly.media.rtp.SourceClock;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Frames to RTP packets and back, as a protocol does it. */
final class RtpStream {
    static final int SSRC = 0x1234_5678;
    static final int HEADROOM = 12;

    private RtpStream() {
    }

    /** The packets of these frames, in decode order. */
    static List<byte[]> packets(RtpFormat format, List<Frame> frames, int mostBytes, int firstSequence, long firstTimestamp) {
        Packetiser packetiser = format.packetiser(PieceRules.of(mostBytes, HEADROOM));
        List<byte[]> packets = new ArrayList<>();
        for (Frame frame : frames) {
            ByteBuf out = Unpooled.buffer();
            packetiser.cut(frame, out, (index, length, marker, ticks) -> {
                ByteBuf packet = out.slice(index - HEADROOM, HEADROOM + length);
                RtpHeader.write(packet.writerIndex(0), format.payloadType(), marker, firstSequence + packets.size(),
                        firstTimestamp + format.ticks(frame.pts()) + ticks, SSRC);
                byte[] bytes = new byte[HEADROOM + length];
                packet.getBytes(0, bytes);
                packets.add(bytes);
            });
        }
        return packets;
    }

    static RtpReceiver receiver(RtpFormat format) {
        return RtpReceiver.of(format, format.track(0), new SourceClock(0).track(format.clockRate()), new ReorderBuffer(64,
                50_000_000),
                true);
    }

    /** What comes of these packets when they arrive a millisecond after each other. */
    static List<Frame> receive(RtpReceiver receiver, List<byte[]> packets) {
        List<Frame> frames = new ArrayList<>();
        long now = 0;
        for (byte[] packet : packets) {
            receiver.packet(packet, 0, packet.length, now, frames::add);
            now += 1_000_000;
        }
        receiver.tick(now + 1_000_000_000, frames::add);
        return frames;
    }
}
