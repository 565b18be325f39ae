package arcly.deploy;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;

/** Says what went wrong in text: a {@code Throwable} of a plug-in that is kept, if only by a log, holds its class loader. */
final class Causes {
    /** Deep enough for "bundle exception, component exception, the real one" with room to spare. */
    private static final int MOST = 6;

    private Causes() {}

    /** The chain of causes in one line, outermost first, each with the place it was thrown at if it has no message. */
    static String text(Throwable thrown) {
        StringBuilder text = new StringBuilder();
        Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        for (Throwable one = thrown; one != null && seen.size() < MOST && seen.add(one); one = one.getCause()) {
            text.append(text.length() == 0 ? "" : ", caused by ").append(one.getClass().getSimpleName());
            if (one.getMessage() != null) {
                text.append(": ").append(oneLine(one.getMessage()));
            } else if (one.getStackTrace().length > 0) {
                text.append(" at ").append(one.getStackTrace()[0]);
            }
        }
        return text.toString();
    }

    /** The first line of a printed stack trace and its last "Caused by": what {@code FAILED_ACTIVATION} of DS brings. */
    static String ofTrace(String trace) {
        String first = null;
        String cause = null;
        for (String line : trace.split("\\R")) {
            if (first == null) {
                first = line.trim();
            } else if (line.startsWith("Caused by: ")) {
                cause = line.substring("Caused by: ".length()).trim();
            }
        }
        return cause == null ? first : first + ", caused by " + cause;
    }

    private static String oneLine(String message) {
        return message.replaceAll("\\s*\\R\\s*", " ").trim();
    }
}
