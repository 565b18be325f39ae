package arcly.rtmp.amf;

/**
 * A point in time (AMF0 2.13, AMF3 3.10).
 *
 * @param millis since 1970-01-01 UTC
 * @param zone reserved, should be 0; kept as it came
 */
public record AmfDate(double millis, short zone) {
}
