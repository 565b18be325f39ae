package arcly.http.connection;

/** What somebody's code threw, as text: the log must not keep classes of a bundle that may leave. */
final class FaultText {
    private static final int MOST_FRAMES = 8;
    private static final int MOST_CAUSES = 3;

    private FaultText() {
    }

    static String of(Throwable fault) {
        StringBuilder text = new StringBuilder();
        Throwable at = fault;
        for (int depth = 0; at != null && depth < MOST_CAUSES; depth++) {
            text.append(depth == 0 ? "" : "; caused by ").append(at);
            StackTraceElement[] frames = at.getStackTrace();
            for (int i = 0; i < Math.min(MOST_FRAMES, frames.length); i++) {
                text.append(i == 0 ? " at " : " < ").append(frames[i]);
            }
            at = at.getCause();
        }
        return text.toString();
    }
}
