package arcly.transport.tcp;

import arcly.transport.TransportStatistics;
import java.util.List;
import java.util.Map;

/** A snapshot. */
record Figures(int connections, int parked, long bytesIn, long bytesOut, long viewerWrites, Map<String, Long> counters,
        List<Handover> handovers) implements TransportStatistics {
}
