package arcly.itest.line;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.session.Sessions;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import java.util.List;
import java.util.function.Supplier;

/** Makes the handlers of line connections. */
final class LineProtocol implements ConnectionProtocol {
    private final Sessions sessions;
    private final Supplier<String> greeting;

    LineProtocol(Sessions sessions, Supplier<String> greeting) {
        this.sessions = sessions;
        this.greeting = greeting;
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        LineHandler handler = new LineHandler(connection, sessions);
        handler.greet(greeting.get());
        return handler;
    }

    @Override
    public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
        for (Baton baton : batons) {
            if (baton.kind().equals(LineHandler.BATON) && baton.version() == LineHandler.BATON_VERSION) {
                LineHandler handler = new LineHandler(connection, sessions);
                handler.goOn(baton.bytes());
                return handler;
            }
        }
        throw new HandoverException("no known baton among " + batons);
    }
}
