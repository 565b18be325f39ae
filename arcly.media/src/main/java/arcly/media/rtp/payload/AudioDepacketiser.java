package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.rtp.RtpPacket;

/**
 * What audio formats have in common: a packet has whole frames or a piece of one; a loss costs the frame it cut, nothing else.
 */
abstract class AudioDepacketiser implements Depacketiser {
    final UnitBuffer buffer = new UnitBuffer(); // the frame of which more is to come

    private boolean afterLoss;
    private boolean started;
    private long dropped;

    /** Reads one packet; whole units go to {@link #give}. */
    abstract void read(RtpPacket packet, UnitSink out);

    @Override
    public final void add(RtpPacket packet, int lost, UnitSink out) throws MediaFormatException {
        if (lost != 0 && started) {
            drop();
        }
        started = true;
        if (packet.payloadLength() == 0) {
            return;
        }
        try {
            read(packet, out);
        } catch (MediaFormatException broken) {
            drop();
            throw broken;
        }
    }

    /** What is being joined cannot be finished. */
    final void drop() {
        dropped += buffer.size() > 0 ? 1 : 0;
        buffer.clear();
        afterLoss = true;
    }

    final void give(byte[] data, int offset, int length, long timestamp, UnitSink out) {
        boolean loss = afterLoss;
        afterLoss = false;
        out.unit(new MediaUnit(data, offset, length, timestamp, loss));
    }

    /** What the buffer holds is a unit now. */
    final void giveBuffer(long timestamp, UnitSink out) {
        MediaUnit unit = buffer.take(timestamp, false);
        give(unit.data(), unit.offset(), unit.length(), timestamp, out);
    }

    /** Audio frames say themselves when they end. */
    @Override
    public final void finish(UnitSink out) {
        // what is in the buffer is not whole
    }

    @Override
    public final long droppedUnits() {
        return dropped;
    }
}
