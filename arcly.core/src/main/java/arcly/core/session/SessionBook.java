package arcly.core.session;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.session.Sessions;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.core.access.AccessChain;
import arcly.core.application.Applications;
import arcly.core.stream.Directory;
import arcly.core.stream.Surroundings;
import java.util.Collection;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;

/** All sessions that are open. Any thread. */
public final class SessionBook implements Sessions {
    private final Surroundings around;
    private final Applications applications;
    private final AccessChain access;
    private final Directory directory;
    private final IntSupplier most;
    private final AtomicLong numbers = new AtomicLong();
    private final AtomicInteger count = new AtomicInteger();
    private final NavigableMap<Long, KernelSession> open = new ConcurrentSkipListMap<>();

    /** @param most sessions, asked each time */
    public SessionBook(Surroundings around, Applications applications, AccessChain access, Directory directory,
            IntSupplier most) {
        this.around = around;
        this.applications = applications;
        this.access = access;
        this.directory = directory;
        this.most = most;
    }

    @Override
    public ClientSession open(SessionRequest request) {
        if (count.incrementAndGet() > most.getAsInt()) {
            count.decrementAndGet();
            around.counters().count("limit.sessions");
            throw new StreamException(Reason.LIMIT, "there are " + most.getAsInt()
                    + " sessions, as many as sessions.total allows");
        }
        KernelSession session = new KernelSession(this, numbers.incrementAndGet(), request);
        open.put(session.number(), session);
        session.opened();
        return session;
    }

    void closed(KernelSession session) {
        if (open.remove(session.number(), session)) {
            count.decrementAndGet();
        }
    }

    @Override
    public Collection<Session> list() {
        return List.copyOf(open.values());
    }

    @Override
    public Optional<Session> find(String id) {
        if (!id.matches("s[0-9]{1,18}")) {
            return Optional.empty();
        }
        return Optional.ofNullable(open.get(Long.parseLong(id.substring(1))));
    }

    /** Sessions that are not closed; never drifts from what {@link #list()} has. */
    public int count() {
        return count.get();
    }

    public void closeAll(CloseReason reason) {
        open.values().forEach(session -> session.close(reason));
    }

    // ---- what a session needs

    Surroundings around() {
        return around;
    }

    Applications applications() {
        return applications;
    }

    AccessChain access() {
        return access;
    }

    Directory directory() {
        return directory;
    }
}
