package arcly.api.http;

/** A request that cannot be answered as asked; a route may throw it from {@code handle}. */
public final class HttpException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param message for the client: no secrets */
    public HttpException(int status, String message) {
        super(message);
        this.status = status;
    }

    public int status() {
        return status;
    }
}
