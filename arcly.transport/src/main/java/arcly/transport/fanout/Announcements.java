package arcly.transport.fanout;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.Arrays;

/**
 * What stands on the wire before the first frame of a track, in the form of one group. The newest of each track is held:
 * viewers that come to a changed track together share it, as do joiners of one key frame. It carries its frame's time, so it
 * serves for that frame only.
 */
final class Announcements {
    private final ByteBufAllocator allocator;
    private final SafeForm form;
    private Track[] tracks = new Track[4];
    private long[] firsts = new long[4];
    private ByteBuf[] bytes = new ByteBuf[4];

    Announcements(ByteBufAllocator allocator, SafeForm form) {
        this.allocator = allocator;
        this.form = form;
    }

    /** The bytes for the track of this frame, which stay this object's; maybe none. */
    ByteBuf before(Frame first, long sequence) {
        Track track = first.track();
        int id = track.id();
        if (id >= tracks.length) {
            int size = Integer.highestOneBit(id) << 1;
            tracks = Arrays.copyOf(tracks, size);
            firsts = Arrays.copyOf(firsts, size);
            bytes = Arrays.copyOf(bytes, size);
        }
        if (bytes[id] == null || firsts[id] != sequence || !track.equals(tracks[id])) {
            release(id);
            ByteBuf made = allocator.directBuffer(256);
            form.announce(track, first, made);
            tracks[id] = track;
            firsts[id] = sequence;
            bytes[id] = made;
        }
        return bytes[id];
    }

    void release() {
        for (int id = 0; id < bytes.length; id++) {
            release(id);
        }
    }

    private void release(int id) {
        if (bytes[id] != null) {
            bytes[id].release();
            bytes[id] = null;
        }
    }
}
