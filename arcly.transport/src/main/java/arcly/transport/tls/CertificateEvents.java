package arcly.transport.tls;

/** Hears what happens to certificates. Called on any thread, one at a time. */
public interface CertificateEvents {

    /** Something that a listener may wait for has come, or has gone. */
    void changed();

    /** Another certificate is used for new handshakes. */
    void loaded();

    /** A new file cannot be used; what was read before stays. */
    void refused();
}
