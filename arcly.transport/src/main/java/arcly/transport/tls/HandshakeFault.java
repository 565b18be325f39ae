package arcly.transport.tls;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;

/** Why a handshake failed, in words for an operator's log; what the peer sent is not repeated. */
public final class HandshakeFault {
    private static final int MOST_CHARS = 200;
    private static final int MOST_CAUSES = 8;
    private static final String ALERT = "Received fatal alert: ";

    private HandshakeFault() {
    }

    public static String text(Throwable fault) {
        Throwable why = fault instanceof DecoderException && fault.getCause() != null ? fault.getCause() : fault;
        if (why instanceof NotSslRecordException) {
            return "what came is not TLS";
        }
        if (why instanceof ClosedChannelException) {
            return "the connection was closed meanwhile";
        }
        Throwable cause = why;
        for (int i = 0; i < MOST_CAUSES && cause != null; i++, cause = cause.getCause()) {
            if (cause instanceof CertificateException) {
                return "the certificate is not accepted: " + line(cause.getMessage());
            }
        }
        String message = why.getMessage() == null ? why.getClass().getSimpleName() : why.getMessage();
        return message.startsWith(ALERT) ? "the peer gave up: " + line(message.substring(ALERT.length())) : line(message);
    }

    private static String line(String text) {
        String printable = String.valueOf(text).replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= MOST_CHARS ? printable : printable.substring(0, MOST_CHARS) + " ...";
    }
}
