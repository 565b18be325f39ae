package arcly.transport;

import java.util.List;

/**
 * How a listener speaks TLS. Immutable; may be extended.
 *
 * <p>It names certificates and holds none: each name stands for one configuration {@code arcly.tls~NAME}, so that a
 * certificate is replaced in one place for all protocols. A listener whose certificates are not there yet does not listen,
 * and begins when one comes.
 */
public final class TlsTerms {
    private final List<String> certificates;
    private final List<String> applicationProtocols;

    private TlsTerms(List<String> certificates, List<String> applicationProtocols) {
        this.certificates = List.copyOf(certificates);
        this.applicationProtocols = List.copyOf(applicationProtocols);
    }

    /**
     * @param certificates names of configurations {@code arcly.tls~NAME}. The name that a client asks for (SNI, RFC 6066, 3)
     *     selects among those that can be used; the first of them answers for names that none has. If there is none, the
     *     listener does not listen.
     */
    public static TlsTerms of(List<String> certificates) {
        return new TlsTerms(certificates, List.of());
    }

    /**
     * Offers these protocols (ALPN, RFC 7301), the preferred one first; see {@link AlpnProtocols}. A client that knows none
     * of them is served all the same.
     */
    public TlsTerms withApplicationProtocols(List<String> names) {
        return new TlsTerms(certificates, names);
    }

    public List<String> certificates() {
        return certificates;
    }

    public List<String> applicationProtocols() {
        return applicationProtocols;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TlsTerms terms && certificates.equals(terms.certificates)
                && applicationProtocols.equals(terms.applicationProtocols);
    }

    @Override
    public int hashCode() {
        return 31 * certificates.hashCode() + applicationProtocols.hashCode();
    }
}
