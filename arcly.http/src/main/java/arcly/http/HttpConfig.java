package arcly.http;

import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/** What people may set; for consoles. The values are read and checked by {@link HttpConfiguration}. */
@ObjectClassDefinition(name = "arcly HTTP",
        description = "The HTTP front door: pages, playlists, segments, and what plug-ins serve")
public @interface HttpConfig {
    @AttributeDefinition(description = "Addresses or host names of this machine to listen on, separated by commas; 0.0.0.0 and ::"
            + " stand for all. Scope: this listener")
    String[] bind() default {"127.0.0.1", "::1"};

    @AttributeDefinition(description = "TCP port; 0 takes a free one. Scope: this listener", min = "0", max = "65535")
    int port() default HttpConfiguration.PORT;

    @AttributeDefinition(description = "Addresses to listen on for HTTPS, as bind; by default the same. Scope: this listener")
    String[] https_bind() default {};

    @AttributeDefinition(description = "TCP port of HTTPS; 0 takes a free one. Scope: this listener", min = "0", max = "65535")
    int https_port() default HttpConfiguration.SECURE_PORT;

    @AttributeDefinition(description = "Names of certificates for HTTPS: NAME stands for etc/arcly.tls~NAME.cfg; clients that"
            + " ask for none of their host names get the first. While none of them is there, and if this is empty, HTTPS is"
            + " off. Scope: this listener")
    String[] https_certificates() default {HttpConfiguration.CERTIFICATE};

    @AttributeDefinition(description = "Most connections at a time, of HTTP and of HTTPS each. Scope: now", min = "1",
            max = "1000000")
    int connections_max() default HttpConfiguration.MOST_CONNECTIONS;

    @AttributeDefinition(description = "Most connections of one address at a time, of HTTP and of HTTPS each. Scope: now",
            min = "1", max = "1000000")
    int connections_address_max() default HttpConfiguration.MOST_CONNECTIONS;

    @AttributeDefinition(description = "Bytes of the longest request line. Scope: new sessions", min = "256", max = "65536")
    int request_line_max() default HttpSettings.LINE_BYTES;

    @AttributeDefinition(description = "Bytes that all headers of a request may take. Scope: new sessions", min = "1024",
            max = "1048576")
    int headers_max() default HttpSettings.HEADER_BYTES;

    @AttributeDefinition(description = "Bytes of the longest request body; routes may allow less. Scope: now", min = "0",
            max = "16777216")
    int body_max() default HttpSettings.BODY_BYTES;

    @AttributeDefinition(description = "Milliseconds for a request's head: from accept for the first, from its first byte"
            + " for each later one. Scope: now",
            min = "100", max = "600000")
    int header_timeout() default HttpSettings.HEADER_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds in which a request's body must have come, once it is read. Scope: now",
            min = "100", max = "600000")
    int body_timeout() default HttpSettings.BODY_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds that a route may take to answer. Scope: now", min = "100", max = "600000")
    int answer_timeout() default HttpSettings.ANSWER_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds within which a client must have taken 4 kB of its reply, or all of it."
            + " Scope: now", min = "100", max = "600000")
    int reply_timeout() default HttpSettings.REPLY_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Milliseconds between two requests after which a connection is closed. Scope: now",
            min = "100", max = "3600000")
    int keepalive_timeout() default HttpSettings.KEEP_ALIVE_TIMEOUT_MILLIS;

    @AttributeDefinition(description = "Seconds for which a request waits for a route that has left; as arcly.transport's."
            + " Scope: now", min = "1", max = "600")
    int handover_timeout() default HttpSettings.HANDOVER_TIMEOUT_SECONDS;

    @AttributeDefinition(description = "Bytes from which text is compressed for clients that take it. Scope: now", min = "64",
            max = "1048576")
    int gzip_min() default HttpSettings.GZIP_BYTES;

    @AttributeDefinition(description = "Bytes that bodies shared by several replies may take, on each event loop. Scope: now",
            min = "1048576", max = "1073741824")
    int cache_max() default HttpSettings.CACHE_BYTES;
}
