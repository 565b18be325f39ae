package arcly.transport;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import io.netty.buffer.ByteBuf;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * How a frame looks on the wire of one protocol, for viewers that share a form's name ({@link WireOptions}). Called on a loop, once per
 * frame, loop and name; the bytes are then shared by all viewers of that loop. Must not depend on a single viewer.
 */
@ConsumerType
public interface WireForm {

    /** Appends the frame as whole units of the wire. Appends nothing if the form has no way to carry it. */
    void encode(Frame frame, ByteBuf out);

    /**
     * Appends what a viewer needs before its first frame of this track, and again when the track's value has changed: decoder
     * configuration. Appends nothing if there is nothing to say.
     *
     * @param first the frame before which it stands, for its time
     */
    void announce(Track track, Frame first, ByteBuf out);
}
