package arcly.deploy;

/** A jar is not taken, or a plug-in not kept. The message is the end of a sentence for the log: what, and what was expected. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    /** What would have to happen for another attempt to make sense. */
    enum Cure {
        /** Another file. */
        CHANGE,
        /** The rest of the file: it may still be coming. */
        REST,
        /** Another plug-in that provides what is missing. */
        COMPANY
    }

    private final Cure cure;

    Refusal(Cure cure, String message) {
        super(message, null, false, false); // an expected outcome; and a cause would hold on to classes of the plug-in
        this.cure = cure;
    }

    Cure cure() {
        return cure;
    }
}
