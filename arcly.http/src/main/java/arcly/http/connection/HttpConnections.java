package arcly.http.connection;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.http.message.DecoderClasses;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import java.util.List;

/** Makes the handlers of HTTP connections, new ones and those that another generation has parked. */
public final class HttpConnections implements ConnectionProtocol {
    private final HttpContext context;

    /** In activation: not on a loop. */
    public HttpConnections(HttpContext context) {
        DecoderClasses.initialise();
        this.context = context;
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        return HttpConnection.accept(connection, context);
    }

    @Override
    public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
        for (Baton baton : batons) {
            if (baton.kind().equals(HttpConnection.BATON) && baton.version() == HttpConnection.BATON_VERSION) {
                return HttpConnection.adopt(connection, context, baton);
            }
        }
        throw new HandoverException("batons " + batons + "; " + HttpConnection.BATON + " v" + HttpConnection.BATON_VERSION
                + " is known");
    }
}
