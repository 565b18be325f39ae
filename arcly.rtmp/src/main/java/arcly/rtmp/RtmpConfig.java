package arcly.rtmp;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What people may set; for consoles. The values are read and checked by {@link RtmpConfiguration}. */
@ObjectClassDefinition(name = "arcly RTMP", description = "RTMP publishers in, RTMP players out")
public @interface RtmpConfig {
    @AttributeDefinition(description = "Addresses or host names of this machine to listen on, separated by commas; 0.0.0.0 and ::"
            + " stand for all. Scope: this listener")
    String[] bind() default {"127.0.0.1", "::1"};

    @AttributeDefinition(description = "TCP port; 0 takes a free one. Scope: this listener", min = "0", max = "65535")
    int port() default RtmpConfiguration.PORT;

    @AttributeDefinition(description = "Addresses to listen on for RTMPS, as bind; by default the same. Scope: this listener")
    String[] rtmps_bind() default {};

    @AttributeDefinition(description = "TCP port of RTMPS; 0 takes a free one. Scope: this listener", min = "0", max = "65535")
    int rtmps_port() default RtmpConfiguration.SECURE_PORT;

    @AttributeDefinition(description = "Names of certificates for RTMPS: NAME stands for etc/arcly.tls~NAME.cfg; clients that"
            + " ask for none of their host names get the first. While none of them is there, and if this is empty, RTMPS is"
            + " off. Scope: this listener")
    String[] rtmps_certificates() default {RtmpConfiguration.CERTIFICATE};

    @AttributeDefinition(description = "Most connections at a time, of RTMP and of RTMPS each. Scope: now", min = "1",
            max = "1000000")
    int connections_max() default RtmpConfiguration.MOST_CONNECTIONS;

    @AttributeDefinition(description = "Most connections of one address at a time, of RTMP and of RTMPS each. Scope: now",
            min = "1", max = "1000000")
    int connections_address_max() default RtmpConfiguration.MOST_CONNECTIONS;

    @AttributeDefinition(description = "Milliseconds from accept to the end of connect. Scope: new sessions", min = "100",
            max = "600000")
    int handshake_timeout() default RtmpConfiguration.HANDSHAKE_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds without a byte in and without a byte out after which a connection is closed."
            + " Scope: new sessions", min = "1000", max = "3600000")
    int idle_timeout() default RtmpConfiguration.IDLE_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds without a byte in after which a client is pinged; after three pings without"
            + " an answer it is taken for lost. Scope: new sessions", min = "1000", max = "3600000")
    int ping_interval() default RtmpSettings.PING_INTERVAL_MILLIS;

    @AttributeDefinition(description = "Milliseconds that an access decision and the claim on a stream may take."
            + " Scope: new sessions", min = "100", max = "600000")
    int publish_timeout() default RtmpSettings.PUBLISH_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds that an access decision may take, with the time that a player waits for a"
            + " stream that is not live yet. Scope: new sessions", min = "100", max = "600000")
    int play_timeout() default RtmpSettings.PLAY_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Bytes of a chunk body of what the server sends; players with the same value share what is"
            + " made of a frame. Scope: new sessions", min = "128", max = "16777215")
    int chunk_size() default RtmpSettings.CHUNK_SIZE;

    @AttributeDefinition(description = "Bytes after which clients are asked to acknowledge. Scope: new sessions", min = "1024",
            max = "2147483647")
    int acknowledgement_window() default RtmpSettings.ACKNOWLEDGEMENT_WINDOW;

    @AttributeDefinition(description = "Milliseconds within which a stream's frames go to its players in one write; under load it"
            + " grows to the double, 40 at most; 0 for the least delay, 350 for the least work. Scope: new sessions", min = "0",
            max = "2000")
    int coalescing_window() default RtmpSettings.COALESCING_MILLIS;

    @AttributeDefinition(description = "Server, rtmp://HOST[:PORT], to which clients that can be asked to reconnect are sent"
            + " before a planned stop; empty: to this one again. Scope: now")
    String reconnect_url() default "";

    @AttributeDefinition(description = "Bytes of the longest message that is taken from a publisher; from others 65536."
            + " Scope: new sessions", min = "65536", max = "16777215")
    int message_max() default RtmpConfiguration.MOST_MESSAGE_BYTES;

    @AttributeDefinition(description = "Bytes that a publisher's messages which have begun and not ended may take on one"
            + " connection; never less than message.max; others' 262144. Scope: new sessions", min = "65536", max = "268435456")
    int unfinished_max() default RtmpConfiguration.MOST_UNFINISHED_BYTES;

    @AttributeDefinition(description = "Chunk streams that a client may use. Scope: new sessions", min = "4", max = "65598")
    int chunk_streams_max() default RtmpConfiguration.MOST_CHUNK_STREAMS;

    @AttributeDefinition(description = "Message streams that a client may create. Scope: now", min = "1", max = "1024")
    int streams_max() default RtmpSettings.MOST_STREAMS;

    @AttributeDefinition(description = "How deep AMF objects may lie in each other. Scope: new sessions", min = "4", max = "64")
    int amf_depth_max() default RtmpConfiguration.MOST_AMF_DEPTH;

    @AttributeDefinition(description = "AMF values in one message. Scope: new sessions", min = "64", max = "1000000")
    int amf_values_max() default RtmpConfiguration.MOST_AMF_VALUES;
}
