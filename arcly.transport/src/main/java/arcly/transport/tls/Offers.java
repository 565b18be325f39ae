package arcly.transport.tls;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.util.List;

/** What arcly offers to the other end, whoever that is: versions, cipher suites, protocols above TLS. */
final class Offers {
    /**
     * With forward secrecy and authenticated encryption only (RFC 9325, 4.2; RFC 8446, B.4). AES with 128 bits first: the
     * cheapest where the processor knows AES.
     */
    private static final List<String> CIPHERS = List.of(
            "TLS_AES_128_GCM_SHA256", "TLS_AES_256_GCM_SHA384", "TLS_CHACHA20_POLY1305_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
            "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384", "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
            "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256", "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private Offers() {
    }

    static SslContextBuilder apply(SslContextBuilder builder, String oldest, List<String> alpn) {
        // Named, as Netty would take BoringSSL where it finds it: that one ends both directions at the peer's goodbye.
        builder.sslProvider(SslProvider.JDK).ciphers(CIPHERS, SupportedCipherSuiteFilter.INSTANCE)
                .protocols(oldest.equals(CertificateSettings.TLS_1_3) ? List.of(CertificateSettings.TLS_1_3)
                        : List.of(CertificateSettings.TLS_1_3, CertificateSettings.TLS_1_2));
        if (!alpn.isEmpty()) {
            builder.applicationProtocolConfig(new ApplicationProtocolConfig(Protocol.ALPN, SelectorFailureBehavior.NO_ADVERTISE,
                    SelectedListenerFailureBehavior.ACCEPT, alpn)); // no common name is no fault: it goes on without
        }
        return builder;
    }
}
