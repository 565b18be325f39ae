package arcly.rtmp.session;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import java.util.List;

/** Makes the handlers of RTMP connections, new ones and those that another generation has parked. */
public final class RtmpConnections implements ConnectionProtocol {
    private final RtmpContext context;

    public RtmpConnections(RtmpContext context) {
        this.context = context;
    }

    @Override
    public ConnectionHandler accept(Connection connection) {
        return RtmpConnection.accept(connection, context);
    }

    @Override
    public ConnectionHandler adopt(Connection connection, List<Baton> batons) throws HandoverException {
        for (Baton baton : batons) {
            if (baton.kind().equals(RtmpConnection.BATON) && baton.version() == RtmpConnection.BATON_VERSION) {
                return RtmpConnection.adopt(connection, context, baton);
            }
        }
        throw new HandoverException("batons " + batons + "; " + RtmpConnection.BATON + " v" + RtmpConnection.BATON_VERSION
                + " is known");
    }
}
