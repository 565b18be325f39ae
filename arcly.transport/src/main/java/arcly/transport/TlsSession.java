package arcly.transport;

import org.osgi.annotation.versioning.ProviderType;

/** What the two ends of a TLS connection have agreed on. Immutable. */
@ProviderType
public interface TlsSession {

    /** {@code TLSv1.3}. */
    String version();

    /** By its IANA name: {@code TLS_AES_128_GCM_SHA256}. */
    String cipherSuite();

    /** The protocol chosen by ALPN; empty if none was. */
    String applicationProtocol();

    /** The name that the client asked for, in lower case, as the client wrote it and unchecked; empty if it asked for none. */
    String serverName();
}
