package arcly.transport.handover;

/** Whose connections they are: only the same protocol, bundle and configuration inherit. The address is compared besides. */
public record HoldingKey(String protocol, String symbolicName, String pid) {
}
