package arcly.media.sdp;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import arcly.media.rtp.payload.FormatParameters;
import arcly.media.rtp.payload.RtpFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A media section (RFC 8866, 5.14): one RTP stream, or the choice of formats for one. Immutable. */
public final class MediaDescription {
    /** RTP without more. */
    public static final String RTP_AVP = "RTP/AVP";
    /** RTP with SRTP (RFC 3711). */
    public static final String RTP_SAVP = "RTP/SAVP";

    private static final int MOST_FORMATS = 256; // a browser offers some fifty
    private static final int LARGEST_PORT = 65_535;

    private final String kind;
    private final int port;
    private final String protocol;
    private final List<String> formats;
    private final SdpSection section;

    private MediaDescription(Builder from) {
        kind = from.kind;
        port = from.port;
        protocol = from.protocol;
        formats = List.copyOf(from.formats);
        section = new SdpSection(from.section);
    }

    /**
     * How arcly describes that track in one format, with {@code a=rtpmap}, {@code a=fmtp} and language; port 0, RTP/AVP.
     *
     * @param payloadType for formats that have no static one
     * @return empty if RTP has no form for it, or arcly does not write it
     */
    public static Optional<Builder> of(Track track, int payloadType) {
        return RtpFormat.of(track, payloadType).map(format -> {
            Builder builder = of(track.kind(), format);
            if (!track.language().isEmpty()) {
                builder.attribute("lang", track.language());
            }
            return builder;
        });
    }

    /** A section of one format; port 0, RTP/AVP. */
    public static Builder of(TrackKind kind, RtpFormat format) {
        boolean transportStream = format.encoding().equals("MP2T"); // RFC 3555, 4.2.1: video, whatever is inside
        boolean video = kind == TrackKind.VIDEO || transportStream;
        return new Builder(kind == TrackKind.AUDIO ? "audio" : video ? "video" : "application")
                .format(format);
    }

    /** What stands after {@code m=}; what is missing is left empty. */
    static Builder read(String line) {
        String[] parts = line.split("\\s+");
        Builder builder = new Builder(parts[0].isEmpty() ? "unknown" : parts[0]);
        String ports = parts.length > 1 ? parts[1] : "0";
        int slash = ports.indexOf('/');
        builder.port = Math.min(LARGEST_PORT, SdpText.integer(slash < 0 ? ports : ports.substring(0, slash), 0));
        builder.protocol = parts.length > 2 ? parts[2] : RTP_AVP;
        if (parts.length - 3 > MOST_FORMATS) {
            throw MediaFormatException.malformed("session description, m=", parts.length - 3 + " formats", "up to "
                    + MOST_FORMATS);
        }
        builder.formats.addAll(Arrays.asList(parts).subList(Math.min(3, parts.length), parts.length));
        return builder;
    }

    /** {@code audio}, {@code video}, {@code application} ... */
    public String kind() {
        return kind;
    }

    /** 0 where the port is agreed elsewhere, or the section is refused. */
    public int port() {
        return port;
    }

    /** {@code RTP/AVP}, {@code RTP/SAVP}, {@code UDP/TLS/RTP/SAVPF} ... */
    public String protocol() {
        return protocol;
    }

    /** As they stand, mostly payload types. */
    public List<String> formats() {
        return formats;
    }

    /** Its own; empty if the session's counts. */
    public Optional<String> address() {
        return section.address();
    }

    /** Kilobits a second by type: {@code AS}, {@code TIAS} (bits there) ... */
    public Map<String, Integer> bandwidths() {
        return Map.copyOf(section.bandwidths);
    }

    /** Immutable. */
    public List<SdpAttribute> attributes() {
        return List.copyOf(section.attributes);
    }

    /** The value of the first attribute of that name; empty text if it has none. */
    public Optional<String> attribute(String attribute) {
        return section.first(attribute);
    }

    /** The values of all attributes of that name, such as {@code crypto}. */
    public List<String> attributes(String attribute) {
        return section.all(attribute);
    }

    /** {@code a=control} (RFC 2326, C.1.1): the URL, absolute or relative, to set this stream up with. */
    public Optional<String> control() {
        return section.first("control");
    }

    /** Its own; empty if the session's counts. */
    public Optional<MediaDirection> direction() {
        return section.direction();
    }

    /** {@code a=extmap} (RFC 8285, 8): ids of header extensions by their URI. */
    public Map<String, Integer> extensions() {
        Map<String, Integer> ids = new LinkedHashMap<>();
        for (String each : section.all("extmap")) {
            String[] parts = each.split("\\s+");
            int slash = parts[0].indexOf('/');
            int id = SdpText.integer(slash < 0 ? parts[0] : parts[0].substring(0, slash), 0);
            if (parts.length > 1 && id > 0) {
                ids.putIfAbsent(parts[1], id);
            }
        }
        return ids;
    }

    /**
     * The payload types with what {@code a=rtpmap} and {@code a=fmtp}, or else RFC 3551, say of them, in order; those of which
     * nothing is known, or that make no sense, are left out.
     */
    public List<RtpFormat> rtpFormats() {
        List<RtpFormat> known = new ArrayList<>();
        for (String each : formats) {
            int type = SdpText.integer(each, -1);
            if (type >= 0 && type <= RtpFormat.LARGEST_TYPE) {
                format(type).ifPresent(known::add);
            }
        }
        return known;
    }

    private Optional<RtpFormat> format(int type) {
        try {
            FormatParameters parameters = parameters(type);
            for (String map : section.all("rtpmap")) {
                String[] parts = map.split("\\s+", 2);
                String[] fields = parts.length < 2 ? new String[0] : parts[1].strip().split("/");
                if (SdpText.integer(parts[0], -1) == type && fields.length > 1) {
                    int channels = fields.length > 2 ? SdpText.integer(fields[2].strip(), 1) : 1;
                    return Optional.of(RtpFormat.of(type, fields[0].strip(), SdpText.integer(fields[1].strip(), 0),
                            Math.max(1, channels), parameters));
                }
            }
            return RtpFormat.ofStatic(type);
        } catch (MediaFormatException senseless) {
            return Optional.empty();
        }
    }

    /**
     * Of several a=fmtp for the type all count. Where there is only one format, one for another type (HIK V5.03.010) is its own.
     */
    private FormatParameters parameters(int type) {
        StringBuilder all = new StringBuilder();
        List<String> lines = section.all("fmtp");
        boolean only = formats.size() == 1 && lines.size() == 1;
        for (String each : lines) {
            String[] parts = each.split("\\s+", 2);
            if (parts.length == 2 && (only || SdpText.integer(parts[0], -1) == type)) {
                all.append(all.length() == 0 ? "" : ";").append(parts[1]);
            }
        }
        return FormatParameters.read(all.toString());
    }

    /** The first of {@link #rtpFormats()} that arcly reads. */
    public Optional<RtpFormat> servedFormat() {
        return rtpFormats().stream().filter(RtpFormat::isServed).findFirst();
    }

    /** The track of {@link #servedFormat()}, with the section's language and, if nothing better is known, its frame rate. */
    public Optional<Track> track(int id) {
        return servedFormat().map(format -> {
            Track track = format.track(id);
            Track.Builder builder = track.toBuilder();
            section.first("lang").ifPresent(builder::language);
            if (track.kind() == TrackKind.VIDEO && track.frameRate() == 0) {
                section.first("framerate").filter(rate -> rate.matches("[0-9]{1,3}(\\.[0-9]{1,9})?"))
                        .ifPresent(rate -> builder.frameRate(Double.parseDouble(rate)));
            }
            return builder.build();
        });
    }

    void write(StringBuilder out) {
        SdpText.line(out, 'm', kind + " " + port + " " + protocol + " " + String.join(" ", formats));
        section.write(out);
        section.writeAttributes(out);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MediaDescription description && description.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /** The section's text. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(256);
        write(out);
        return out.toString();
    }

    /** Not thread-safe. */
    public static final class Builder {
        private final String kind;
        private final List<String> formats = new ArrayList<>();
        private final SdpSection section = new SdpSection();
        private int port;
        private String protocol = RTP_AVP;

        private Builder(String kind) {
            this.kind = kind;
        }

        void line(char type, String value) {
            section.read(type, value);
        }

        /** Another format, with its {@code a=rtpmap} and, if it has parameters, {@code a=fmtp}. */
        public Builder format(RtpFormat format) {
            String type = Integer.toString(format.payloadType());
            formats.add(type);
            boolean said = format.channels() > 1;
            attribute("rtpmap", type + " " + format.encoding() + "/" + format.clockRate()
                    + (said ? "/" + format.channels() : ""));
            if (!format.parameters().isEmpty()) {
                attribute("fmtp", type + " " + format.parameters());
            }
            return this;
        }

        /** 0 to 65,535. */
        public Builder port(int number) {
            if (number < 0 || number > LARGEST_PORT) {
                throw new IllegalArgumentException("port " + number + "; allowed are 0 to " + LARGEST_PORT);
            }
            port = number;
            return this;
        }

        public Builder protocol(String name) {
            protocol = SdpText.oneLine(name);
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

        public Builder direction(MediaDirection direction) {
            return attribute(direction.attribute(), "");
        }

        public Builder control(String url) {
            return attribute("control", url);
        }

        public Builder attribute(String attribute, String value) {
            section.attributes.add(SdpAttribute.of(attribute, value));
            return this;
        }

        public MediaDescription build() {
            return new MediaDescription(this);
        }
    }
}
