package arcly.transport.tcp;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Named counts that only grow. Any thread. */
final class Counters {
    static final String ACCEPTED = "accepted";
    static final String REFUSED_TOTAL = "refused.total";
    static final String REFUSED_ADDRESS = "refused.address";
    static final String TIMEOUT_HANDSHAKE = "timeout.handshake";
    static final String TIMEOUT_IDLE = "timeout.idle";
    static final String ACCEPT_FAILED = "accept.failed";
    static final String BIND_FAILED = "bind.failed";
    static final String DIALLED = "dialled";
    static final String DIAL_FAILED = "dial.failed";
    static final String HANDLER_FAILED = "handler.failed";
    static final String HANDOVER_REFUSED = "handover.refused";
    static final String HANDOVER_EXPIRED = "handover.expired";
    static final String UNREAD_BYTES = "unread.bytes";
    static final String TLS_HANDSHAKES = "tls.handshakes";
    static final String TLS_FAILED = "tls.failed";
    static final String CERTIFICATE_LOADED = "tls.certificate.loaded";
    static final String CERTIFICATE_REFUSED = "tls.certificate.refused";

    /** Before a reason's code: {@code closed.protocol.error}. */
    static final String CLOSED = "closed.";

    private static final int MOST_NAMES = 128; // bundles may make up codes, but not without end

    final LongAdder bytesIn = new LongAdder();
    final LongAdder bytesOut = new LongAdder();
    private final Map<String, LongAdder> named = new ConcurrentHashMap<>();

    Counters() {
        for (String name : new String[] {ACCEPTED, REFUSED_TOTAL, REFUSED_ADDRESS, TIMEOUT_HANDSHAKE, TIMEOUT_IDLE, ACCEPT_FAILED,
            BIND_FAILED, DIALLED, DIAL_FAILED, HANDLER_FAILED, HANDOVER_REFUSED, HANDOVER_EXPIRED, UNREAD_BYTES,
            TLS_HANDSHAKES, TLS_FAILED, CERTIFICATE_LOADED, CERTIFICATE_REFUSED}) {
            named.put(name, new LongAdder());
        }
    }

    void count(String name) {
        add(name, 1);
    }

    void add(String name, long amount) {
        named.get(name).add(amount);
    }

    /** Counts a connection by the code of the reason it closed for. */
    void closed(String code) {
        String name = CLOSED + code;
        boolean room = named.containsKey(name) || named.size() < MOST_NAMES;
        named.computeIfAbsent(room ? name : CLOSED + "other", key -> new LongAdder()).increment();
    }

    Map<String, Long> snapshot() {
        Map<String, Long> all = new TreeMap<>();
        named.forEach((name, count) -> all.put(name, count.sum()));
        return all;
    }
}
