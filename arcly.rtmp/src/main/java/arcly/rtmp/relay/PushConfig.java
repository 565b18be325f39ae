package arcly.rtmp.relay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What people may set for one push; for consoles. The values are read and checked by {@link RelaySettings}. */
@ObjectClassDefinition(name = "arcly RTMP push", description = "Takes local streams to other RTMP servers")
public @interface PushConfig {
    @AttributeDefinition(description = "Which streams, separated by commas: APP/NAME, * for any characters. Scope: now")
    String[] streams() default {};

    @AttributeDefinition(type = AttributeType.PASSWORD, description = "Where to, separated by commas: rtmp:// or rtmps://"
            + "[USER:PASSWORD@]HOST[:PORT]/APP/NAME[?QUERY]; {app} and {name} stand for the stream's. Scope: now")
    String[] targets() default {};

    @AttributeDefinition(description = "How many segments of a target's path are the application."
            + " Scope: now", min = "1", max = "8")
    int app_segments() default RelaySettings.APP_SEGMENTS;

    @AttributeDefinition(description = "Counts among a stream's viewers, and so keeps an on-demand source."
            + " Scope: new connections")
    boolean audience() default false;

    @AttributeDefinition(description = "Milliseconds of media behind the live edge beyond which frames are skipped up to the"
            + " newest key frame; 0 for the application's. Scope: new connections", min = "0", max = "3600000")
    int lag_budget() default 0;

    @AttributeDefinition(description = "Bytes of a chunk body of what is sent. Scope: new connections", min = "128",
            max = "16777215")
    int chunk_size() default ClientSettings.CHUNK_SIZE;

    @AttributeDefinition(description = "Milliseconds for the name and TCP; TLS has them once more. Scope: new connections",
            min = "100", max = "600000")
    int connect_timeout() default ClientSettings.CONNECT_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds for each answer of the remote: handshake, connect, createStream, publish."
            + " Scope: new connections", min = "100", max = "600000")
    int answer_timeout() default ClientSettings.ANSWER_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds in which the remote takes nothing of what waits for it, after which the"
            + " connection counts as lost. Scope: new connections", min = "1000", max = "3600000")
    int silence_timeout() default ClientSettings.SILENCE_MILLIS;

    @AttributeDefinition(description = "Milliseconds before the second attempt; before each further one twice as long."
            + " Scope: now", min = "100", max = "600000")
    int retry_min() default RelaySettings.RETRY_MIN_MILLIS;

    @AttributeDefinition(description = "Milliseconds between two attempts at most. Scope: now", min = "100", max = "3600000")
    int retry_max() default RelaySettings.RETRY_MAX_MILLIS;

    @AttributeDefinition(description = "A PEM file of the certificates that are trusted with rtmps, from etc/; empty: the Java"
            + " platform's authorities. Scope: new connections")
    String tls_trusted() default "";
}
