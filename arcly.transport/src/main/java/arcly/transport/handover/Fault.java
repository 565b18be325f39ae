package arcly.transport.handover;

/** What went wrong in a bundle, as text: its {@code Throwable} would keep the bundle's classes alive wherever a log keeps it. */
public final class Fault {
    private static final int FRAMES = 4; // enough to find the line; the rest is the loop

    private Fault() {
    }

    /** One line: class, message. */
    public static String text(Throwable fault) {
        String message = fault.getMessage();
        return message == null || message.isEmpty() ? fault.getClass().getSimpleName()
                : fault.getClass().getSimpleName() + ": " + message;
    }

    /** With the place where it was thrown, and the causes; for faults that a programmer has to look at. */
    public static String textWithPlace(Throwable fault) {
        StringBuilder text = new StringBuilder();
        Throwable at = fault;
        for (int depth = 0; at != null && depth < FRAMES; depth++) {
            text.append(depth == 0 ? "" : "; caused by ").append(text(at));
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(FRAMES, frames.length); i++) {
                text.append(i == 0 ? " at " : " < ").append(frames[i]);
            }
            at = at.getCause() == at ? null : at.getCause();
        }
        return text.toString();
    }
}
