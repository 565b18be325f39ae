package arcly.api.handover;

/** A successor cannot go on from what it was left; the connection is closed with this as its reason, nothing else is disturbed. */
public final class HandoverException extends Exception {
    private static final long serialVersionUID = 1;

    public HandoverException(String message) {
        super(message);
    }
}
