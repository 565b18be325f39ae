package arcly.transport;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a frame looks on the wire of one protocol, for viewers that share a form's name ({@link WireOptions}). Called on a
 * loop, once per frame, loop and name; the bytes are then shared by all viewers of that loop. Must not depend on a single
 * viewer, nor on what it was asked before: a frame that turns out longer than expected is asked for a second time, and
 * viewers far behind are served apart.
 */
@ConsumerType
public interface WireForm {

    /**
     * Appends the frame as whole units of the wire. Appends nothing if the form has no way to carry it. Other frames may
     * lie in the buffer before it; it need not be able to grow, so an {@code IndexOutOfBoundsException} of the buffer is
     * to be let through.
     */
    void encode(Frame frame, ByteBuf out);

    /**
     * Appends what a viewer needs before its first frame of this track, and again when the track's value has changed: decoder
     * configuration. Appends nothing if there is nothing to say.
     *
     * @param first the frame before which it stands, for its time
     */
    void announce(Track track, Frame first, ByteBuf out);
}
