package arcly.transport;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;

/** Figures of the transport at one moment. */
@ProviderType
public interface TransportStatistics {

    /** Open, served or parked. */
    int connections();

    /** Parked and waiting for a successor now. */
    int parked();

    long bytesIn();

    long bytesOut();

    /** Write calls to sockets are what egress costs: viewers' writes, after coalescing. */
    long viewerWrites();

    /**
     * By name: {@code accepted}, {@code refused.total}, {@code refused.address}, {@code timeout.handshake}, {@code timeout.idle},
     * {@code fanout.encoded.shared}, {@code fanout.encoded.private}, {@code fanout.cache.bytes} ...
     */
    Map<String, Long> counters();

    /** The last 128 hand-overs, oldest first; each is the same object in every answer. */
    List<Handover> handovers();

    /** One endpoint's change from one generation to the next. */
    @ProviderType
    interface Handover {

        String protocol();

        String symbolicName();

        /** True: the successor was installed beside. False: it was parked first. */
        boolean isTakeover();

        int adopted();

        /** Connections closed because the successor refused or never came. */
        int closed();

        /** Nanoseconds that the connection which waited longest was not read. */
        long longestPause();
    }
}
