package arcly.hls;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What people may set for the whole process; for consoles. Read and checked by {@link HlsServerSettings}. */
@ObjectClassDefinition(name = "arcly HLS server",
        description = "HLS for all streams together; PID arcly.hls is for single streams")
public @interface HlsServerConfig {
    @AttributeDefinition(description = "Bytes of segments of all streams together, beyond which windows become shorter; 0: a quarter"
            + " of the heap. Scope: now", min = "0", max = "1099511627776")
    long bytes_total() default 0;

    @AttributeDefinition(description = "Milliseconds that a viewer waits for a stream that is not live. Scope: new sessions",
            min = "0", max = "60000")
    int stream_wait() default HlsServerSettings.STREAM_WAIT;

    @AttributeDefinition(description = "Milliseconds that a viewer waits for the first segment of a live stream."
            + " Scope: new sessions", min = "0", max = "60000")
    int segment_wait() default HlsServerSettings.SEGMENT_WAIT;

    @AttributeDefinition(description = "Milliseconds that the last segments of a stream that has ended can be fetched."
            + " Scope: now", min = "0", max = "3600000")
    int ended_keep() default HlsServerSettings.ENDED_KEEP;
}
