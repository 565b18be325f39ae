package arcly.api.stream;

import java.util.regex.Pattern;

/**
 * Where a stream lives: an application and a name in it, {@code live} and {@code cam} or {@code studio/a/cam}.
 *
 * <p>A name has 1 to 8 segments of {@code [A-Za-z0-9._-]}, none of them {@code .} or {@code ..}; an application is one such segment;
 * application, slash and name are at most 255 characters. {@code name~layer} is a rung of the stream {@code name}. Case counts.
 */
public final class StreamKey implements Comparable<StreamKey> {
    /** Application, slash and name together: what every protocol's address field can carry. */
    public static final int LARGEST_LENGTH = 255;
    /** Segments of a name: deep enough for any folder scheme seen, shallow enough to show. */
    public static final int MOST_SEGMENTS = 8;

    private static final Pattern SEGMENT = Pattern.compile("[A-Za-z0-9._-]+");

    private final String application;
    private final String name;

    private StreamKey(String application, String name) {
        this.application = application;
        this.name = name;
    }

    /** @throws StreamException MALFORMED with what is wrong, where, and what is allowed */
    public static StreamKey of(String application, String name) {
        String whole = application + '/' + name;
        if (whole.length() > LARGEST_LENGTH) {
            throw malformed(whole, "is " + whole.length() + " characters long; at most " + LARGEST_LENGTH + " are allowed");
        }
        checkSegment(whole, application);
        int layer = name.indexOf('~');
        String[] segments = (layer < 0 ? name : name.substring(0, layer)).split("/", -1);
        if (segments.length > MOST_SEGMENTS) {
            throw malformed(whole, "has " + segments.length + " segments; at most " + MOST_SEGMENTS + " are allowed");
        }
        for (String segment : segments) {
            checkSegment(whole, segment);
        }
        if (layer >= 0) {
            checkSegment(whole, name.substring(layer + 1));
        }
        return new StreamKey(application, name);
    }

    /**
     * Reads {@code application/name}.
     *
     * @throws StreamException MALFORMED with what is wrong, where, and what is allowed
     */
    public static StreamKey parse(String text) {
        int slash = text.indexOf('/');
        if (slash < 0) {
            throw malformed(text, "has no slash; APPLICATION/NAME is wanted");
        }
        return of(text.substring(0, slash), text.substring(slash + 1));
    }

    public String application() {
        return application;
    }

    /** Without the application, with the layer if there is one. */
    public String name() {
        return name;
    }

    /** What stands after {@code ~}; empty for the stream itself. */
    public String layer() {
        int at = name.indexOf('~');
        return at < 0 ? "" : name.substring(at + 1);
    }

    /** The stream that this key is a rung of; this key if it is none. */
    public StreamKey base() {
        int at = name.indexOf('~');
        return at < 0 ? this : new StreamKey(application, name.substring(0, at));
    }

    @Override
    public int compareTo(StreamKey other) {
        int byApplication = application.compareTo(other.application);
        return byApplication != 0 ? byApplication : name.compareTo(other.name);
    }

    @Override
    public boolean equals(Object other) {
        return this == other || other instanceof StreamKey key && application.equals(key.application) && name.equals(key.name);
    }

    @Override
    public int hashCode() {
        return 31 * application.hashCode() + name.hashCode();
    }

    /** {@code application/name}. */
    @Override
    public String toString() {
        return application + '/' + name;
    }

    private static void checkSegment(String whole, String segment) {
        if (segment.equals(".") || segment.equals("..") || !SEGMENT.matcher(segment).matches()) {
            throw malformed(whole, "has the segment '" + printable(segment)
                    + "'; a segment is one or more of A-Z a-z 0-9 . _ - and neither . nor ..");
        }
    }

    private static StreamException malformed(String whole, String what) {
        return new StreamException(StreamException.Reason.MALFORMED, "stream '" + printable(whole) + "' " + what);
    }

    private static String printable(String text) {
        String cut = text.length() > LARGEST_LENGTH ? text.substring(0, LARGEST_LENGTH) + "..." : text;
        return cut.replaceAll("\\p{Cntrl}", "?");
    }
}
