package arcly.rtmp.amf;

import java.util.LinkedHashMap;
import java.util.Map;

/** An array with names as well as numbers as indices (AMF0 2.10); onMetaData comes as one. Order is that of the wire. */
public record EcmaArray(Map<String, Object> entries) {

    public EcmaArray() {
        this(new LinkedHashMap<>());
    }

    /** Sets an entry and returns this array. */
    public EcmaArray with(String name, Object value) {
        entries.put(name, value);
        return this;
    }
}
