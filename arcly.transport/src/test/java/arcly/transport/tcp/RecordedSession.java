package arcly.transport.tcp;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamKey;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicReference;

/** A session of which a test sees how it ended. */
final class RecordedSession {
    private final AtomicReference<CloseReason> end = new AtomicReference<>();
    private final ClientSession session = (ClientSession) Proxy.newProxyInstance(RecordedSession.class.getClassLoader(),
            new Class<?>[] {ClientSession.class}, (proxy, method, arguments) -> switch (method.getName()) {
                case "end" -> end.compareAndSet(null, (CloseReason) arguments[0]) ? null : null;
                case "state" -> end.get() == null ? Session.State.ACTIVE : Session.State.CLOSED;
                case "role" -> Session.Role.PUBLISHER;
                case "stream" -> StreamKey.of("live", "cam");
                case "toString" -> "recorded session";
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> null;
            });

    ClientSession session() {
        return session;
    }

    /** Null while it goes on. */
    CloseReason end() {
        return end.get();
    }
}
