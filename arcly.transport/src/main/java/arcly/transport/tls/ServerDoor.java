package arcly.transport.tls;

import arcly.transport.TlsSession;
import arcly.transport.TlsTerms;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SniHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.Executor;

/** The server's side: reads what the client asks for, then takes the certificate for it. */
final class ServerDoor extends SniHandler implements TlsDoor {
    /** A ClientHello with post-quantum key shares has under 4 kB. */
    private static final int MOST_HELLO_BYTES = 16 << 10;

    private final Executor tasks;
    private String host;
    private SslHandler tls; // null until the ClientHello has been read

    ServerDoor(Certificates certificates, TlsTerms terms, Executor tasks) {
        super((name, promise) -> {
            Identity identity = certificates.choose(terms.certificates(), name);
            return identity == null ? promise.setFailure(new DecoderException("there is no certificate any more"))
                    : promise.setSuccess(identity.context(terms));
        }, MOST_HELLO_BYTES, 0); // the connection has a time-out for the whole handshake
        this.tasks = tasks;
    }

    @Override
    protected void replaceHandler(ChannelHandlerContext ctx, String asked, SslContext context) {
        host = asked;
        SslHandler made = newSslHandler(context, ctx.alloc());
        boolean placed = false;
        try {
            ctx.pipeline().replace(this, NAME, made);
            tls = made;
            placed = true;
        } finally {
            if (!placed) {
                ReferenceCountUtil.safeRelease(made.engine());
            }
        }
    }

    @Override
    protected SslHandler newSslHandler(SslContext context, ByteBufAllocator allocator) {
        return Agreed.configured(context.newHandler(allocator, tasks));
    }

    @Override
    public ChannelHandler handler() {
        return this;
    }

    @Override
    public TlsSession agreed() {
        return new Agreed(tls, host);
    }

    @Override
    public void closeOutput(Runnable sent) {
        Agreed.closeOutput(tls, sent);
    }
}
