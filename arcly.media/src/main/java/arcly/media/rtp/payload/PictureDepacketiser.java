package arcly.media.rtp.payload;

import arcly.media.MediaFormatException;
import arcly.media.rtp.RtpPacket;

/**
 * What video formats have in common: the packets of one picture have one timestamp, the last of them the marker. After a loss
 * everything up to the next packet that begins a picture is dropped.
 */
abstract class PictureDepacketiser implements Depacketiser {
    final UnitBuffer buffer = new UnitBuffer();

    private boolean open;      // a picture is being joined
    private long timestamp;    // of it, or of the last one
    private long brokenTimestamp = -1; // of the picture of which a part is lost: nothing of it counts
    private boolean seeking;   // something was lost: the next picture begins where one is seen to begin
    private boolean counted;   // the picture that is being passed over is counted already
    private boolean afterLoss; // to be said of the next unit
    private boolean started;
    private long dropped;

    /** Whether a picture's first packet can be told by itself. */
    abstract boolean begins(byte[] data, int offset, int length);

    /** Takes the payload into {@link #buffer}. */
    abstract void join(byte[] data, int offset, int length);

    /** True if what is in the buffer ends with a whole NAL unit, OBU or the like. */
    abstract boolean isWhole();

    /** The picture is in the buffer: a chance to complete it. */
    void complete() {
    }

    /** Forgets what stands between packets. */
    void clear() {
        buffer.clear();
    }

    @Override
    public final void add(RtpPacket packet, int lost, UnitSink out) throws MediaFormatException {
        if (lost != 0 && started) {
            drop();
        } else if (open && packet.timestamp() != timestamp) {
            finish(out); // the marker is missing: cameras exist that never set it
        }
        started = true;
        if (packet.timestamp() != timestamp) {
            counted = false;
        }
        timestamp = packet.timestamp();
        int length = packet.payloadLength();
        if (length > 0 && passes(packet)) {
            open = true;
            try {
                join(packet.data(), packet.payloadOffset(), length);
            } catch (MediaFormatException broken) {
                drop();
                throw broken;
            }
        }
        if (packet.marker() && open) {
            finish(out);
        }
    }

    private boolean passes(RtpPacket packet) {
        if (seeking && (packet.timestamp() == brokenTimestamp
                || !begins(packet.data(), packet.payloadOffset(), packet.payloadLength()))) {
            dropped += counted ? 0 : 1;
            counted = true;
            return false;
        }
        seeking = false;
        brokenTimestamp = -1;
        return true;
    }

    @Override
    public final void finish(UnitSink out) {
        if (!open) {
            return;
        }
        if (!isWhole()) {
            drop();
            return;
        }
        open = false;
        complete();
        if (buffer.size() > 0) {
            boolean loss = afterLoss;
            afterLoss = false;
            out.unit(buffer.take(timestamp, loss));
        }
        clear();
    }

    private void drop() {
        if (open) {
            dropped++;
            counted = true;
            brokenTimestamp = timestamp;
        }
        open = false;
        seeking = true;
        afterLoss = true;
        clear();
    }

    @Override
    public final long droppedUnits() {
        return dropped;
    }
}
