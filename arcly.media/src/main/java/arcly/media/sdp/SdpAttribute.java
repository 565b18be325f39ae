package arcly.media.sdp;

import java.util.Objects;

/** {@code a=name:value} or {@code a=name} (RFC 8866, 5.13). Immutable. */
public final class SdpAttribute {
    private final String name;
    private final String value;

    private SdpAttribute(String name, String value) {
        this.name = name;
        this.value = value;
    }

    /**
     * @param value empty for an attribute that has none
     * @throws IllegalArgumentException if the name is empty, or one of the two has a line's end in it
     */
    public static SdpAttribute of(String name, String value) {
        if (name.isEmpty() || name.indexOf(':') >= 0) {
            throw new IllegalArgumentException("SDP attribute '" + name + "'; allowed is a name without a colon");
        }
        return new SdpAttribute(SdpText.oneLine(name), SdpText.oneLine(value));
    }

    static SdpAttribute read(String text) {
        int colon = text.indexOf(':');
        return colon < 0 ? new SdpAttribute(text.strip(), "")
                : new SdpAttribute(text.substring(0, colon).strip(), text.substring(colon + 1).strip());
    }

    public String name() {
        return name;
    }

    /** Empty if there is none. */
    public String value() {
        return value;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SdpAttribute attribute && attribute.name.equals(name) && attribute.value.equals(value);
    }

    @Override
    public int hashCode() {
        return Objects.hash(name, value);
    }

    /** As it stands after {@code a=}. */
    @Override
    public String toString() {
        return value.isEmpty() ? name : name + ":" + value;
    }
}
