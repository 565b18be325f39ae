package arcly.rtmp.amf;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An object with properties in the order of the wire (AMF0 2.5, 2.18; AMF3 3.12).
 *
 * <p>Property values are what {@link Amf0Reader} lists. Not thread-safe while it is being filled.
 *
 * @param className the class it was sent as, or the empty string for none
 */
public record AmfObject(String className, Map<String, Object> properties) {

    public AmfObject() {
        this("", new LinkedHashMap<>());
    }

    /** Sets a property and returns this object, so that a reply reads like its wire form. */
    public AmfObject with(String name, Object value) {
        properties.put(name, value);
        return this;
    }

    public Object get(String name) {
        return properties.get(name);
    }

    /** The property if it is a string, else null. */
    public String string(String name) {
        return properties.get(name) instanceof String text ? text : null;
    }

    /** The property if it is a number, else {@code otherwise}. */
    public double number(String name, double otherwise) {
        return properties.get(name) instanceof Double number ? number : otherwise;
    }
}
