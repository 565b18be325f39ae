package arcly.media.rtp.payload;

import arcly.api.media.Payload;
import org.osgi.annotation.versioning.ConsumerType;

/** Takes what a depacketiser joins. Called within its {@code add}. */
@ConsumerType
@FunctionalInterface
public interface UnitSink {

    /** The next unit in decode order. */
    void unit(MediaUnit unit);

    /**
     * A decoder configuration that came in the stream, before the unit that needs it (LATM), in the form of the codec's Track.
     */
    default void configuration(Payload configuration) {
    }
}
