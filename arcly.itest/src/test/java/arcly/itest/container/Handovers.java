package arcly.itest.container;

import arcly.itest.Until;
import arcly.transport.Transport;
import arcly.transport.TransportStatistics.Handover;
import java.util.List;

/** Hand-overs as the transport reports them. It keeps the last 128 only, so a test looks at what is new since it last marked. */
public final class Handovers {
    private static final long PATIENCE_SECONDS = 10;

    private final Transport transport;
    private Handover last;

    public Handovers(Transport transport) {
        this.transport = transport;
    }

    public void mark() {
        last = newest();
    }

    /** Waits for the first hand-over after the mark. */
    public Handover awaitNext(String symbolicName) throws Exception {
        Until.holds("a hand-over of " + symbolicName + " is reported", PATIENCE_SECONDS,
                () -> newest() != last && newest().symbolicName().equals(symbolicName));
        return newest();
    }

    private Handover newest() {
        List<Handover> all = transport.statistics().handovers();
        return all.isEmpty() ? null : all.get(all.size() - 1);
    }
}
