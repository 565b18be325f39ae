package arcly.transport.tls;

import arcly.transport.TlsSession;
import io.netty.handler.ssl.SslHandler;
import java.util.Locale;
import javax.net.ssl.SSLSession;

/** What a handshake came to. */
record Agreed(String version, String cipherSuite, String applicationProtocol, String serverName) implements TlsSession {

    Agreed(SslHandler tls, String serverName) {
        this(tls.engine().getSession(), tls.applicationProtocol(), serverName);
    }

    private Agreed(SSLSession session, String alpn, String serverName) {
        this(session.getProtocol(), session.getCipherSuite(), alpn == null ? "" : alpn,
                serverName == null ? "" : serverName.toLowerCase(Locale.ROOT));
    }

    /** What is the same for both sides: times are watched by the connection, which closes without more ado when they are over. */
    static SslHandler configured(SslHandler tls) {
        tls.setHandshakeTimeoutMillis(0);
        tls.setCloseNotifyFlushTimeoutMillis(0);
        return tls;
    }

    static void closeOutput(SslHandler tls, Runnable sent) {
        tls.closeOutbound().addListener(done -> sent.run());
    }
}
