package arcly.hls;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What people may set for some streams; for consoles. Read by the kernel, checked by {@link HlsSettings}. */
@ObjectClassDefinition(name = "arcly HLS", factoryPid = "arcly.hls", description = "How some streams are packaged as HLS")
public @interface HlsStreamConfig {
    @AttributeDefinition(description = "Streams that this is for: live/*, *, studio/a/cam; of several the one with the most"
            + " characters beside the stars. Scope: now")
    String applies() default "*";

    @AttributeDefinition(description = "Form of the segments. Scope: now", options = {@Option("fmp4"), @Option("ts")})
    String format() default "fmp4";

    @AttributeDefinition(description = "Milliseconds of media after which the next key frame begins a segment. Scope: now",
            min = "500", max = "30000")
    int segment_time() default HlsSettings.SEGMENT_MILLIS;

    @AttributeDefinition(description = "Milliseconds of media after which a segment ends without a key frame. Scope: now",
            min = "1000", max = "600000")
    int segment_longest() default HlsSettings.LONGEST_MILLIS;

    @AttributeDefinition(description = "Segments in the playlist. Scope: now", min = "3", max = "10000")
    int segments() default HlsSettings.SEGMENTS;

    @AttributeDefinition(description = "Bytes of segments held of one stream; with more, the playlist is shorter. Scope: now",
            min = "1048576", max = "17179869184")
    long stream_bytes() default HlsSettings.STREAM_BYTES;
}
