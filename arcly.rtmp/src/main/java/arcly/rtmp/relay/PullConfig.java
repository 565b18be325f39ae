package arcly.rtmp.relay;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.AttributeType;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;
import org.osgi.service.metatype.annotations.Option;

/** What people may set for one pull; for consoles. The values are read and checked by {@link RelaySettings}. */
@ObjectClassDefinition(name = "arcly RTMP pull", description = "Makes streams of another RTMP server local ones")
public @interface PullConfig {
    @AttributeDefinition(description = "The local stream, APP/NAME; with * for any characters if it is pulled on demand."
            + " Scope: now")
    String stream() default "";

    @AttributeDefinition(type = AttributeType.PASSWORD,
            description = "Where from: rtmp:// or rtmps://[USER:PASSWORD@]HOST[:PORT]/APP/NAME"
            + "[?QUERY]; {app} and {name} stand for the local stream's. Scope: now")
    String source() default "";

    @AttributeDefinition(description = "Always, or from the first viewer until the last one has left and the application's"
            + " ondemand.delay is over. Scope: now", options = {@Option("always"), @Option("ondemand")})
    String mode() default "always";

    @AttributeDefinition(description = "Most streams of one pattern at a time. Scope: now", min = "1", max = "10000")
    int streams_max() default RelaySettings.MOST_STREAMS;

    @AttributeDefinition(description = "How many segments of the source's path are the application."
            + " Scope: now", min = "1", max = "8")
    int app_segments() default RelaySettings.APP_SEGMENTS;

    @AttributeDefinition(description = "Milliseconds for the name and TCP; TLS has them once more. Scope: new connections",
            min = "100", max = "600000")
    int connect_timeout() default ClientSettings.CONNECT_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds for each answer of the remote: handshake, connect, createStream, play."
            + " Scope: new connections", min = "100", max = "600000")
    int answer_timeout() default ClientSettings.ANSWER_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds without a byte from the remote after which the connection counts as lost."
            + " Scope: new connections", min = "1000", max = "3600000")
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
