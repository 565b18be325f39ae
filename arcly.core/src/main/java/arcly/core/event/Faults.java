package arcly.core.event;

import java.io.PrintWriter;
import java.io.StringWriter;

/**
 * What somebody else's code threw, as text. The Throwable itself must go no further, not even into a log, which may keep it: it
 * holds the classes of everything that was on the stack, and so the bundle that threw it for good.
 */
public final class Faults {
    private static final int LONGEST = 4_000;

    private Faults() {
    }

    /** With the upper part of its stack trace. */
    public static String text(Throwable fault) {
        StringWriter text = new StringWriter();
        try (PrintWriter out = new PrintWriter(text)) {
            fault.printStackTrace(out);
        } catch (RuntimeException e) {
            return fault.getClass().getName(); // its own message failed
        }
        String whole = text.toString().strip();
        return whole.length() > LONGEST ? whole.substring(0, LONGEST) + " ..." : whole;
    }
}
