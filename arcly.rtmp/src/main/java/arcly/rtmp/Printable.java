package arcly.rtmp;

/** What a client sent, fit for a log and for other people's consoles: on one line, and not at any length. */
public final class Printable {
    private static final int LONGEST = 500; // longer than any name a person would look for

    private Printable() {
    }

    public static String text(String sent) {
        String cut = sent.length() > LONGEST ? sent.substring(0, LONGEST) + "..." : sent;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
