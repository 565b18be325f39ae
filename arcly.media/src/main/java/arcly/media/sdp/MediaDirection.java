package arcly.media.sdp;

import java.util.Locale;

/** Who sends (RFC 8866, 6.7), seen from the side that wrote the description. */
public enum MediaDirection {
    /** Both; so it is if nothing is said. */
    SENDRECV,
    SENDONLY,
    RECVONLY,
    INACTIVE;

    String attribute() {
        return name().toLowerCase(Locale.ROOT);
    }
}
