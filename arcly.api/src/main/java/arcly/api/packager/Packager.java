package arcly.api.packager;

import org.osgi.annotation.versioning.ConsumerType;

/**
 * Packages live streams. A whiteboard service: register one with {@link #NAME}. An application's key {@code packagers} lists names; each of its
 * streams is given to each packager named, the moment stream and packager are both there, from the cached GOP on.
 */
@ConsumerType
@FunctionalInterface
public interface Packager {
    /** Service property, String: {@code hls} ... */
    String NAME = "arcly.packager";

    /**
     * Starts to package a stream. Called on {@link PackagerContext#executor()}.
     *
     * @throws RuntimeException if it cannot; the stream goes on without it, the log says why
     */
    Packaging open(PackagerContext context);
}
