package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Cuts the frames of one track into the payloads of RTP packets. What comes out depends on the frame alone, so that it may be cut
 * once and shared, and cut again with the same result; headers are the caller's. Not thread-safe.
 */
@ProviderType
public interface Packetiser {

    /**
     * Appends the frame's pieces, each after as many bytes of headroom as was asked for, whose content is undefined.
     *
     * <p>Key frames of H.264 and H.265 carry their parameter sets with them.
     *
     * @throws MediaFormatException if the frame is not in its codec's canonical form, or if a piece that cannot be cut is larger
     *     than a packet can be; the buffer ends where it did then
     */
    void cut(Frame frame, ByteBuf out, PieceSink pieces) throws MediaFormatException;
}
