package arcly.transport.tls;

/** Something that an operator gave cannot be used; the message says what, where and why, on one line. */
public final class TlsFault extends Exception {
    private static final long serialVersionUID = 1;

    public TlsFault(String message) {
        super(message);
    }
}
