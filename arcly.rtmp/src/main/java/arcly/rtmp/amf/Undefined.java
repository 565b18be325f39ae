package arcly.rtmp.amf;

/** ActionScript's {@code undefined} (AMF0 2.8, AMF3 3.2), which is not null. */
public enum Undefined {
    UNDEFINED
}
