package arcly.transport.tls;

import arcly.transport.TlsSession;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;

/** The client's side. */
final class ClientDoor implements TlsDoor {
    private final SslHandler tls;
    private final String serverName;

    ClientDoor(SslHandler tls, String serverName) {
        this.tls = tls;
        this.serverName = serverName;
    }

    @Override
    public ChannelHandler handler() {
        return tls;
    }

    @Override
    public TlsSession agreed() {
        return new Agreed(tls, serverName);
    }

    @Override
    public void closeOutput(Runnable sent) {
        Agreed.closeOutput(tls, sent);
    }
}
