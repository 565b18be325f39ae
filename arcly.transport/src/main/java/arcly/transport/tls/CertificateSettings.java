package arcly.transport.tls;

import java.util.List;

/**
 * Where a certificate and its key are, as an operator says it.
 *
 * @param certificate PEM file with the certificate and the chain that leads to an authority; a relative path is taken from
 *     {@code etc/}; empty: not said yet
 * @param key PEM file with the private key; empty: the same file
 * @param names for which it is chosen; empty: those that stand in the certificate
 * @param oldest version of TLS, as the Java platform names it
 */
public record CertificateSettings(String certificate, String key, List<String> names, String oldest) {
    public static final String TLS_1_2 = "TLSv1.2";
    public static final String TLS_1_3 = "TLSv1.3";

    public CertificateSettings {
        names = List.copyOf(names);
    }

    public static CertificateSettings of(String certificate, String key) {
        return new CertificateSettings(certificate, key, List.of(), TLS_1_2);
    }
}
