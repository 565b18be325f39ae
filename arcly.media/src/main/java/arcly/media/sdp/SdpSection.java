package arcly.media.sdp;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What session and media level have in common: connection, bandwidths, attributes. */
final class SdpSection {
    private static final int CONNECTION_PARTS = 3;

    final List<SdpAttribute> attributes = new ArrayList<>();
    final Map<String, Integer> bandwidths = new LinkedHashMap<>();
    String connection = ""; // as it stands after c=

    SdpSection() {
    }

    SdpSection(SdpSection other) {
        attributes.addAll(other.attributes);
        bandwidths.putAll(other.bandwidths);
        connection = other.connection;
    }

    /** Takes a line; what is not known is passed over. */
    void read(char type, String value) {
        switch (type) {
            case 'c' -> connection = connection.isEmpty() ? value : connection; // of several, the first group
            case 'b' -> {
                int colon = value.indexOf(':');
                int bits = colon < 0 ? -1 : SdpText.integer(value.substring(colon + 1).strip(), -1);
                if (bits >= 0) {
                    bandwidths.putIfAbsent(value.substring(0, colon), bits);
                }
            }
            case 'a' -> attributes.add(SdpAttribute.read(value));
            default -> {
            }
        }
    }

    void write(StringBuilder out) {
        if (!connection.isEmpty()) {
            SdpText.line(out, 'c', connection);
        }
        bandwidths.forEach((type, kilobits) -> SdpText.line(out, 'b', type + ":" + kilobits));
    }

    void writeAttributes(StringBuilder out) {
        attributes.forEach(each -> SdpText.line(out, 'a', each));
    }

    Optional<String> first(String name) {
        return attributes.stream().filter(each -> each.name().equalsIgnoreCase(name)).map(SdpAttribute::value).findFirst();
    }

    List<String> all(String name) {
        return attributes.stream().filter(each -> each.name().equalsIgnoreCase(name)).map(SdpAttribute::value).toList();
    }

    Optional<MediaDirection> direction() {
        for (SdpAttribute each : attributes) {
            for (MediaDirection direction : MediaDirection.values()) {
                if (each.name().equalsIgnoreCase(direction.attribute())) {
                    return Optional.of(direction);
                }
            }
        }
        return Optional.empty();
    }

    /** The address of {@code c=IN IP4 address/ttl}, without time to live and count. */
    Optional<String> address() {
        String[] parts = connection.split(" +");
        if (parts.length < CONNECTION_PARTS) {
            return Optional.empty();
        }
        int slash = parts[2].indexOf('/');
        return Optional.of(slash < 0 ? parts[2] : parts[2].substring(0, slash));
    }

    /** {@code IN IP4} or {@code IN IP6} and the address. */
    static String connection(String address) {
        return SdpText.oneLine("IN " + (address.indexOf(':') >= 0 ? "IP6 " : "IP4 ") + address);
    }
}
