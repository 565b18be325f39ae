package arcly.http.route;

import arcly.http.message.RequestTarget;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Paths that a route answers: {@code /{app}/{name+}/seg-{number}.m4s}. One pair of braces in a segment at most, and one
 * {@code +} in a pattern, so that there is one way only to match. A slash at the end counts.
 */
public final class RoutePattern {
    private static final int MOST_SEGMENTS = 32;

    private final String text;
    private final List<Segment> segments;
    private final boolean slashAtEnd;
    private final int many; // which segment stands for one or more; -1: none
    private final int literals;

    /** @param variable empty: the segment is {@code before} and nothing else */
    private record Segment(String before, String variable, String after, boolean many) {

        boolean matches(String part) {
            return variable.isEmpty() ? part.equals(before)
                    : part.length() > before.length() + after.length() && part.startsWith(before) && part.endsWith(after);
        }

        String value(String part) {
            return part.substring(before.length(), part.length() - after.length());
        }
    }

    private RoutePattern(String text, List<Segment> segments, boolean slashAtEnd) {
        this.text = text;
        this.segments = List.copyOf(segments);
        this.slashAtEnd = slashAtEnd;
        int found = -1;
        int characters = 0;
        for (int i = 0; i < segments.size(); i++) {
            found = segments.get(i).many() ? i : found;
            characters += segments.get(i).before().length() + segments.get(i).after().length();
        }
        this.many = found;
        this.literals = characters;
    }

    /** @throws IllegalArgumentException with what is wrong */
    public static RoutePattern parse(String text) {
        if (!text.startsWith("/")) {
            throw wrong(text, "does not begin with a slash");
        }
        boolean slashAtEnd = text.endsWith("/");
        String inner = text.substring(1, slashAtEnd ? Math.max(1, text.length() - 1) : text.length());
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new HashSet<>();
        if (text.length() > 1) {
            for (String part : inner.split("/", -1)) {
                Segment segment = segment(text, part);
                if (!segment.variable().isEmpty() && !names.add(segment.variable())) {
                    throw wrong(text, "has '" + segment.variable() + "' twice");
                }
                segments.add(segment);
            }
        }
        if (segments.size() > MOST_SEGMENTS) {
            throw wrong(text, "has more than " + MOST_SEGMENTS + " segments");
        }
        if (segments.stream().filter(Segment::many).count() > 1) {
            throw wrong(text, "has more than one +");
        }
        return new RoutePattern(text, segments, slashAtEnd);
    }

    private static Segment segment(String text, String part) {
        if (part.isEmpty() || part.equals(".") || part.equals("..")) {
            throw wrong(text, "has the segment '" + part + "'");
        }
        int open = part.indexOf('{');
        int close = part.indexOf('}');
        if (open < 0 && close < 0) {
            return new Segment(part, "", "", false);
        }
        if (open < 0 || close < open || part.indexOf('{', open + 1) >= 0 || part.indexOf('}', close + 1) >= 0) {
            throw wrong(text, "has braces that do not pair, or two pairs in '" + part + "'");
        }
        String inside = part.substring(open + 1, close);
        boolean several = inside.endsWith("+");
        String name = several ? inside.substring(0, inside.length() - 1) : inside;
        if (!name.matches("[A-Za-z][A-Za-z0-9]*")) {
            throw wrong(text, "has '" + inside + "' in braces; a name of A-Z a-z 0-9 is wanted");
        }
        if (several && part.length() != inside.length() + 2) {
            throw wrong(text, "has something beside {" + inside + "}; several segments stand alone");
        }
        return new Segment(part.substring(0, open), name, part.substring(close + 1), several);
    }

    private static IllegalArgumentException wrong(String text, String what) {
        return new IllegalArgumentException("pattern '" + text + "' " + what);
    }

    /** More is more specific. */
    public int literalCharacters() {
        return literals;
    }

    /** What stood in the braces, by name; null if the path is another. */
    public Map<String, String> match(RequestTarget target) {
        if (!matches(target)) {
            return null; // as most do, of those that are looked at: nothing was made for it
        }
        List<String> parts = target.segments();
        int extra = parts.size() - segments.size();
        Map<String, String> values = Map.of();
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (!segment.variable().isEmpty()) {
                int at = at(i, extra);
                String part = !segment.many() || extra == 0 ? parts.get(at) : String.join("/", parts.subList(at, at + extra + 1));
                values = values.isEmpty() ? new HashMap<>(4) : values;
                values.put(segment.variable(), segment.value(part));
            }
        }
        return values;
    }

    /** {@link #match} would not be null. */
    public boolean matches(RequestTarget target) {
        List<String> parts = target.segments();
        int extra = parts.size() - segments.size();
        if (target.slashAtEnd() != slashAtEnd || extra < 0 || extra > 0 && many < 0) {
            return false;
        }
        for (int i = 0; i < segments.size(); i++) {
            Segment segment = segments.get(i);
            if (!segment.many() && !segment.matches(parts.get(at(i, extra)))) { // any segments are many: none is empty
                return false;
            }
        }
        return true;
    }

    /** @param extra segments that the one for many stands for, beyond one */
    private int at(int segment, int extra) {
        return many >= 0 && segment > many ? segment + extra : segment;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RoutePattern pattern && text.equals(pattern.text);
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
