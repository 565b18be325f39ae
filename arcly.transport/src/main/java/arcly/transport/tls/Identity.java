package arcly.transport.tls;

import arcly.transport.TlsTerms;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;

/** A certificate with its chain and key, as they were read at one moment, and for which names it is chosen. Any thread. */
final class Identity {
    private static final int DNS_NAME = 2; // of subjectAltName, RFC 5280, 4.2.1.6

    private final List<X509Certificate> chain;
    private final PrivateKey key;
    private final List<String> names;
    private final String oldest;
    private final Map<List<String>, SslContext> contexts = new ConcurrentHashMap<>(2); // by ALPN names

    private Identity(List<X509Certificate> chain, PrivateKey key, List<String> names, String oldest) {
        this.chain = chain;
        this.key = key;
        this.names = names;
        this.oldest = oldest;
    }

    /** Reads the files; not on a loop. */
    static Identity read(CertificateSettings settings, Path certificateFile, Path keyFile) throws TlsFault {
        PemFile certificate = PemFile.read(certificateFile);
        List<X509Certificate> chain = certificate.certificates();
        PrivateKey key = (keyFile.equals(certificateFile) ? certificate : PemFile.read(keyFile)).privateKey();
        try {
            if (!PrivateKeys.belong(key, chain.get(0).getPublicKey())) {
                throw new TlsFault("the key in " + keyFile + " does not belong to the first certificate in " + certificateFile);
            }
        } catch (GeneralSecurityException unusable) {
            throw new TlsFault("the key in " + keyFile + " cannot be used: " + unusable.getMessage());
        }
        List<String> names = settings.names().isEmpty() ? certified(chain.get(0)) : settings.names();
        Identity identity = new Identity(chain, key, names.stream().map(name -> name.toLowerCase(Locale.ROOT)).toList(),
                settings.oldest());
        identity.tryOut(certificateFile);
        return identity;
    }

    /** What the TLS implementation does not like of it should be known now and not at somebody's handshake. */
    private void tryOut(Path file) throws TlsFault {
        try {
            contexts.put(List.of(), newContext(List.of()));
        } catch (SSLException | IllegalArgumentException unusable) {
            throw new TlsFault("the certificate in " + file + " cannot be used: " + unusable.getMessage());
        }
    }

    private static List<String> certified(X509Certificate certificate) {
        try {
            Collection<List<?>> all = certificate.getSubjectAlternativeNames();
            return all == null ? List.of() : all.stream().filter(name -> name.get(0).equals(DNS_NAME))
                    .map(name -> name.get(1).toString()).toList();
        } catch (java.security.cert.CertificateParsingException none) {
            return List.of(); // it still serves those who ask for no name
        }
    }

    /** @param host as a client asks for it, in lower case */
    boolean isNamed(String host) {
        return names.contains(host);
    }

    /** A wildcard stands for exactly one label, the first (RFC 6125, 6.4.3). */
    boolean isWildcardFor(String host) {
        int dot = host.indexOf('.');
        return dot > 0 && names.contains("*" + host.substring(dot));
    }

    /** For new handshakes; made when it is needed first. */
    SslContext context(TlsTerms terms) {
        return contexts.computeIfAbsent(terms.applicationProtocols(), alpn -> {
            try {
                return newContext(alpn);
            } catch (SSLException unusable) {
                throw new IllegalArgumentException("ALPN names " + alpn + ": " + unusable.getMessage(), unusable);
            }
        });
    }

    private SslContext newContext(List<String> alpn) throws SSLException {
        SslContextBuilder builder = SslContextBuilder.forServer(key, chain.toArray(X509Certificate[]::new));
        return Offers.apply(builder, oldest, alpn).build();
    }

    Instant expires() {
        return chain.get(0).getNotAfter().toInstant();
    }

    Instant begins() {
        return chain.get(0).getNotBefore().toInstant();
    }

    @Override
    public String toString() {
        String shown = names.isEmpty() ? chain.get(0).getSubjectX500Principal().getName()
                : names.stream().limit(8).collect(Collectors.joining(", ")) + (names.size() > 8 ? " ..." : "");
        return shown + ", valid until " + expires();
    }
}
