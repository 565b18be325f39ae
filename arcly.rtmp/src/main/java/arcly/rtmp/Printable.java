package arcly.rtmp;

import java.io.PrintWriter;
import java.io.StringWriter;

/** What goes to the log and to other people's consoles. What a client sent does on one line, and not at any length. */
public final class Printable {
    private static final int LONGEST = 500; // longer than any name a person would look for

    private Printable() {
    }

    /** A fault of ours with its place. As text: a log that kept the Throwable would keep the classes of this bundle. */
    public static String trace(Throwable fault) {
        StringWriter text = new StringWriter();
        fault.printStackTrace(new PrintWriter(text));
        return text.toString().strip();
    }

    public static String text(String sent) {
        String cut = sent.length() > LONGEST ? sent.substring(0, LONGEST) + "..." : sent;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
