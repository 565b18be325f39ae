package arcly.rtmp.session;

import arcly.api.session.ClientSession;
import arcly.api.session.SessionRequest;
import arcly.api.stream.CloseReason;
import arcly.api.stream.StreamException;
import arcly.rtmp.Printable;
import arcly.rtmp.RtmpException;
import arcly.rtmp.message.Command;
import arcly.transport.Connection;
import arcly.transport.TlsSession;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The commands of a message stream (RTMP 1.0, 7.2.2): publish, play and what one can do while playing. */
final class NetStreamCommands {
    private static final Logger LOG = LoggerFactory.getLogger(NetStreamCommands.class);
    private static final String PROTOCOL = "rtmp";
    static final int PUBLISHING = 1;
    static final int PLAYING = 2;

    private final NetConnection net;

    NetStreamCommands(NetConnection net) {
        this.net = net;
    }

    void command(Command command, int streamId) {
        switch (command.name()) {
            case "publish" -> publish(command, streamId);
            case "play" -> play(command, streamId);
            case "closeStream" -> net.closeStream(streamId);
            case "pause", "pauseRaw", "seek", "receiveAudio", "receiveVideo" -> {
                if (net.role(streamId) instanceof PlayingStream playing) {
                    playing.command(command);
                }
            }
            default -> unknown(command);
        }
    }

    private void unknown(Command command) {
        if (command.transaction() != 0) {
            net.rtmp().send(ChunkStreams.COMMAND, 0, Command.of("_error", command.transaction(), null,
                    Status.error(Status.CALL_FAILED, "there is no method '" + command.name() + "'").toAmf()));
        }
    }

    private void publish(Command command, int streamId) {
        String name = name(command, streamId);
        net.closeStream(streamId); // also what it played
        try {
            ClientSession session = open(name, streamId, true);
            net.begin(new PublishingStream(net, streamId, session, name));
        } catch (StreamException refused) {
            refuse(streamId, Status.publishRefused(refused), name);
        }
    }

    /** Start, duration and reset (7.2.2.1) are taken and not used: all streams here are live. */
    private void play(Command command, int streamId) {
        String name = name(command, streamId);
        net.closeStream(streamId); // a play on a stream that plays replaces it
        try {
            ClientSession session = open(name, streamId, false);
            boolean allTracks = net.said().capabilities().has(Capabilities.MULTITRACK)
                    || StreamAddress.asksForAllTracks(net.said().tcUrl(), net.said().app(), name);
            net.begin(new PlayingStream(net, streamId, session, allTracks));
        } catch (StreamException refused) {
            refuse(streamId, Status.playRefused(refused, null), name);
        }
    }

    private String name(Command command, int streamId) {
        if (!net.isMade(streamId)) {
            throw new RtmpException("command '" + command.name() + "' on message stream " + streamId
                    + ", which createStream has not given (RTMP 1.0, 7.2.1.3)");
        }
        if (net.role(streamId) instanceof PublishingStream) {
            throw new RtmpException("command '" + command.name() + "' on message stream " + streamId
                    + ", which publishes already");
        }
        if (!(command.argument(1) instanceof String name)) {
            throw new RtmpException("command '" + command.name() + "' without a stream's name (RTMP 1.0, 7.2.2)");
        }
        return name;
    }

    private ClientSession open(String name, int streamId, boolean publisher) {
        StreamAddress address = StreamAddress.of(net.said().tcUrl(), net.said().app(), name);
        Connection connection = net.rtmp().connection();
        SessionRequest.Builder request = publisher ? SessionRequest.publisher(PROTOCOL, address.key())
                : SessionRequest.viewer(PROTOCOL, address.key());
        request.peer(connection.remoteAddress());
        request.forwarded(!StreamAddress.isLocalHost(net.said().tcUrl(), connection.localAddress()));
        request.attribute("agent", net.said().agent()).attribute("url", Printable.text(StreamAddress.shown(net.said().tcUrl())));
        TlsSession tls = connection.tls();
        if (tls != null) {
            request.attribute("tls", tls.version() + " " + tls.cipherSuite());
        }
        address.proofs().forEach(request::proof);
        ClientSession session = net.rtmp().context().sessions().open(request.build());
        connection.attach(StreamRole.sessionName(streamId), session);
        return session;
    }

    /** Says no before there is a session. */
    private void refuse(int streamId, Status status, String name) {
        if (net.rtmp().context().misbehaviour().mayWrite(LOG)) {
            LOG.info("RTMP client {} is refused '{}': {}", net.rtmp().connection().remoteAddress(),
                    Printable.text(StreamAddress.path(name)), status.description());
        }
        net.rtmp().send(ChunkStreams.STATUS, streamId, Command.of("onStatus", 0, null, status.toAmf()));
        net.closeUnlessUsed(CloseReason.of("refused", status.description()));
    }

    /** The role that another generation has parked. */
    StreamRole readRole(ByteBuf in, int streamId, int kind) {
        ClientSession session = net.rtmp().connection().attached().get(StreamRole.sessionName(streamId));
        if (session == null) {
            throw new IllegalStateException("message stream " + streamId + " has no session attached");
        }
        return switch (kind) {
            case PUBLISHING -> PublishingStream.readState(in, net, streamId, session);
            case PLAYING -> PlayingStream.readState(in, net, streamId, session);
            default -> throw new IllegalStateException("message stream of kind " + kind + "; 1 and 2 are known");
        };
    }
}
