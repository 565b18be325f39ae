package arcly.media.sdp;

import arcly.media.MediaFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * A session description (RFC 8866). Immutable.
 *
 * <p>Reading has patience, as cameras have not: lines may end in CR, LF or both, stand in any order within their section, be
 * empty or unknown; what is missing is not asked for. Writing goes by the book.
 */
public final class SessionDescription {
    /** Bytes of a description. A browser's offer with all its codecs and candidates has some 10 KB. */
    public static final int MOST_BYTES = 256 * 1024;
    /** Lines of a description; a browser's offer has some hundreds. */
    public static final int MOST_LINES = 4_096;
    /** Media sections; a stream has at most 64 tracks. */
    public static final int MOST_MEDIA = 64;

    private static final String WHAT = "session description";

    private final String origin;
    private final String name;
    private final String information;
    private final SdpSection section;
    private final List<MediaDescription> media;

    private SessionDescription(Builder from) {
        origin = from.origin;
        name = from.name;
        information = from.information;
        section = new SdpSection(from.section);
        media = List.copyOf(from.media);
    }

    /**
     * Reads a description.
     *
     * @throws MediaFormatException if it is too large, or no line of it is SDP
     */
    public static SessionDescription read(byte[] text, int offset, int length) throws MediaFormatException {
        if (length > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, length + " bytes", "up to " + MOST_BYTES);
        }
        return read(new String(text, offset, length, StandardCharsets.UTF_8));
    }

    /** As {@link #read(byte[], int, int)}. */
    public static SessionDescription read(String text) throws MediaFormatException {
        if (text.length() > MOST_BYTES) {
            throw MediaFormatException.malformed(WHAT, text.length() + " characters", "up to " + MOST_BYTES);
        }
        String[] lines = text.split("\r\n|\n|\r", MOST_LINES + 2);
        if (lines.length > MOST_LINES) {
            throw MediaFormatException.malformed(WHAT, "more lines", "up to " + MOST_LINES);
        }
        Reader reader = new Reader();
        for (String line : lines) {
            reader.line(line.strip());
        }
        return reader.end();
    }

    /** What is read so far: the session, then one media section after the other. */
    private static final class Reader {
        private final Builder session = new Builder();
        private MediaDescription.Builder media; // null before the first m= line
        private boolean any;

        void line(String line) {
            if (line.length() < 2 || line.charAt(1) != '=') {
                return;
            }
            any = true;
            char type = line.charAt(0);
            String value = line.substring(2).strip();
            if (type == 'm') {
                section();
                media = MediaDescription.read(value);
            } else if (media != null) {
                media.line(type, value);
            } else if (type == 'o') {
                session.origin = value;
            } else if (type == 's') {
                session.name = value;
            } else if (type == 'i') {
                session.information = value;
            } else {
                session.section.read(type, value);
            }
        }

        private void section() {
            if (media == null) {
                return;
            }
            if (session.media.size() == MOST_MEDIA) {
                throw MediaFormatException.malformed(WHAT, "more media sections", "up to " + MOST_MEDIA);
            }
            session.media.add(media.build());
        }

        SessionDescription end() {
            section();
            if (!any) {
                throw MediaFormatException.malformed(WHAT, "no line of it", "lines such as v=0");
            }
            return session.build();
        }
    }

    /** A description with a name, which may be empty. */
    public static Builder of(String name) {
        Builder builder = new Builder();
        builder.name = SdpText.oneLine(name);
        return builder;
    }

    /** As it stands after {@code o=}; empty if it was missing. */
    public String origin() {
        return origin;
    }

    public String name() {
        return name;
    }

    /** {@code i=}; empty if there is none. */
    public String information() {
        return information;
    }

    /** Where media go to or come from, for sections that do not say it themselves: host name or address. */
    public Optional<String> address() {
        return section.address();
    }

    /** Kilobits a second by type: {@code AS}, {@code TIAS} (bits there) ... */
    public Map<String, Integer> bandwidths() {
        return Map.copyOf(section.bandwidths);
    }

    /** Of the session level; immutable. */
    public List<SdpAttribute> attributes() {
        return List.copyOf(section.attributes);
    }

    /** The value of the session level's first attribute of that name; empty text if it has none. */
    public Optional<String> attribute(String attribute) {
        return section.first(attribute);
    }

    /** {@code a=control} of the session level (RFC 2326, C.1.1): the aggregate's URL. */
    public Optional<String> control() {
        return section.first("control");
    }

    /** {@code a=range} of the session level (RFC 2326, C.1.5), such as {@code npt=0-}. */
    public Optional<String> range() {
        return section.first("range");
    }

    /** The direction of a section: its own, else the session's, else both. */
    public MediaDirection direction(MediaDescription of) {
        return of.direction().or(section::direction).orElse(MediaDirection.SENDRECV);
    }

    /** Where a section's media go to or come from: its own address, else the session's. */
    public Optional<String> address(MediaDescription of) {
        return of.address().or(this::address);
    }

    /** Immutable. */
    public List<MediaDescription> media() {
        return media;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionDescription description && description.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return Objects.hash(origin, name, media);
    }

    /** The text, in the order that RFC 8866, 5 asks for. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(512);
        SdpText.line(out, 'v', "0");
        SdpText.line(out, 'o', origin.isEmpty() ? "- 0 0 IN IP4 127.0.0.1" : origin);
        SdpText.line(out, 's', name.isEmpty() ? "-" : name); // 5.3: not empty
        if (!information.isEmpty()) {
            SdpText.line(out, 'i', information);
        }
        section.write(out);
        SdpText.line(out, 't', "0 0");
        section.writeAttributes(out);
        media.forEach(each -> each.write(out));
        return out.toString();
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final SdpSection section = new SdpSection();
        private final List<MediaDescription> media = new ArrayList<>();
        private String origin = "";
        private String name = "";
        private String information = "";

        private Builder() {
        }

        /**
         * {@code o=} (5.2).
         *
         * @param session a number that no other session of this host has
         * @param version goes up with each change of the description
         * @param address host name or address
         */
        public Builder origin(long session, long version, String address) {
            origin = "- " + Long.toUnsignedString(session) + " " + Long.toUnsignedString(version) + " "
                    + SdpSection.connection(address);
            return this;
        }

        public Builder information(String text) {
            information = SdpText.oneLine(text);
            return this;
        }

        /** {@code c=}: host name or address; for multicast with {@code /ttl}. */
        public Builder address(String address) {
            section.connection = SdpSection.connection(address);
            return this;
        }

        /** {@code b=}, such as {@code AS} in kilobits a second. */
        public Builder bandwidth(String type, int value) {
            section.bandwidths.put(SdpText.oneLine(type), value);
            return this;
        }

        public Builder attribute(String attribute, String value) {
            section.attributes.add(SdpAttribute.of(attribute, value));
            return this;
        }

        public Builder media(MediaDescription each) {
            media.add(each);
            return this;
        }

        public SessionDescription build() {
            return new SessionDescription(this);
        }
    }
}
