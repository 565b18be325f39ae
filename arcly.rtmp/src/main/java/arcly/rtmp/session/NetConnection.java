package arcly.rtmp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import arcly.api.stream.CloseReason;
import arcly.rtmp.RtmpException;
import arcly.rtmp.RtmpSettings;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.Undefined;
import arcly.rtmp.message.Aggregate;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.rtmp.message.SetPeerBandwidth;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.message.UserControl.PingRequest;
import arcly.rtmp.message.UserControl.PingResponse;
import arcly.rtmp.message.Video;
import arcly.rtmp.message.WindowAcknowledgementSize;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What the client said at connect, its message streams, and the commands of the connection itself (RTMP 1.0, 7.2.1). Those of a
 * message stream are {@link NetStreamCommands}'.
 */
final class NetConnection {
    private static final Logger LOG = LoggerFactory.getLogger(NetConnection.class);
    /** What Flash Media Server 3.0.1 says of itself: clients look for a number of 3 or more. */
    private static final String SERVER_VERSION = "FMS/3,0,1,123";
    private static final double CAPABILITIES = 31;

    private final RtmpConnection rtmp;
    private final KeepAlive keepAlive;
    private final NetStreamCommands streamCommands = new NetStreamCommands(this);
    private final Map<Integer, StreamRole> roles = new TreeMap<>();

    private ConnectRequest said; // null before connect

    private int streamsMade;
    private final TreeSet<Integer> deleted = new TreeSet<>(); // of those made: given again, or used again without being asked for

    NetConnection(RtmpConnection rtmp) {
        this.rtmp = rtmp;
        keepAlive = new KeepAlive(rtmp.connection(), rtmp.settings().pingInterval(), this::ping,
                () -> rtmp.close(CloseReason.LOST.because("no answer to " + RtmpSettings.UNANSWERED_PINGS + " pings")));
    }

    RtmpConnection rtmp() {
        return rtmp;
    }

    /** What the client said at connect, without which there is no stream. */
    ConnectRequest said() {
        return said;
    }

    /** The role of a message stream; null if it has none at present. */
    StreamRole role(int streamId) {
        return roles.get(streamId);
    }

    boolean isMade(int streamId) {
        return streamId >= 1 && streamId <= streamsMade;
    }

    void received(RawMessage raw) {
        switch (raw.type()) {
            case Audio.TYPE, Video.TYPE, Data.TYPE, Data.TYPE_AMF3, Aggregate.TYPE -> {
                StreamRole role = roles.get(raw.streamId());
                if (role != null) { // what comes before publish, or after a refusal, is nobody's
                    role.received(raw);
                }
            }
            default -> handle(RtmpMessage.read(raw.type(), Unpooled.wrappedBuffer(raw.body()), rtmp.amf()), raw.streamId());
        }
    }

    private void handle(RtmpMessage message, int streamId) {
        if (message instanceof Command command) {
            command(command, streamId);
        } else if (message instanceof WindowAcknowledgementSize window) {
            rtmp.window().window(window.bytes());
        } else if (message instanceof UserControl control && control.event() instanceof PingRequest ping) {
            rtmp.send(ChunkStreams.CONTROL, 0, new UserControl(new PingResponse(ping.timestamp())));
        }
        // Acknowledgements, ping responses and buffer lengths need nothing done: that bytes came is what they tell.
    }

    private void command(Command command, int streamId) {
        if (said == null && !command.name().equals("connect")) {
            throw new RtmpException("command '" + command.name() + "' before connect (RTMP 1.0, 7.2.1.1)");
        }
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" -> createStream(command);
            case "releaseStream" -> result(command, null, Undefined.UNDEFINED);
            case "FCPublish" -> announced(command, "onFCPublish", Status.PUBLISH_START);
            case "FCUnpublish" -> unpublish(command);
            case "FCSubscribe" -> announced(command, "onFCSubscribe", Status.PLAY_START);
            case "getStreamLength" -> result(command, null, 0.0); // live: it has none
            case "_checkbw" -> result(command, (Object) null);
            case "deleteStream" -> deleteStream(command.argument(1) instanceof Double id ? id.intValue() : streamId);
            case "_result", "_error" -> { } // to what we never ask
            default -> streamCommands.command(command, streamId);
        }
    }

    private void connect(Command command) {
        if (said != null) {
            throw new RtmpException("second connect (RTMP 1.0, 7.2.1.1)");
        }
        said = ConnectRequest.read(command);
        RtmpSettings settings = rtmp.settings();
        rtmp.send(ChunkStreams.CONTROL, 0, new WindowAcknowledgementSize(settings.acknowledgementWindow()));
        rtmp.send(ChunkStreams.CONTROL, 0,
                new SetPeerBandwidth(settings.acknowledgementWindow(), SetPeerBandwidth.DYNAMIC));
        rtmp.send(ChunkStreams.CONTROL, 0, new SetChunkSize(settings.chunkSize()));
        String application = said.application();
        if (!application.isEmpty() && rtmp.context().streams().applications().stream()
                .noneMatch(known -> known.name().equals(application))) {
            refuseConnect(command, application);
            return;
        }
        AmfObject status = Status.ok(Status.CONNECT_SUCCESS, "Connection succeeded.").toAmf()
                .with("objectEncoding", said.objectEncoding());
        AmfObject server = Capabilities.ours().writeTo(
                new AmfObject().with("fmsVer", SERVER_VERSION).with("capabilities", CAPABILITIES).with("mode", 1.0));
        rtmp.send(ChunkStreams.COMMAND, 0, Command.of("_result", command.transaction(), server, status));
        rtmp.connection().established();
        keepAlive.start();
    }

    private void refuseConnect(Command command, String application) {
        String why = "no application '" + application + "' is configured";
        if (rtmp.context().misbehaviour().mayWrite(LOG)) {
            LOG.warn("RTMP client {} is refused: {}; a file etc/arcly.application~{}.cfg would make it",
                    rtmp.connection().remoteAddress(), why, application);
        }
        AmfObject status = Status.error(Status.CONNECT_INVALID_APP, why).toAmf();
        rtmp.send(ChunkStreams.COMMAND, 0, Command.of("_error", command.transaction(), null, status));
        rtmp.close(CloseReason.of("refused", why));
    }

    private void createStream(Command command) {
        Integer streamId = deleted.pollFirst();
        if (streamId == null && streamsMade >= rtmp.settings().mostStreams()) {
            rtmp.send(ChunkStreams.COMMAND, 0, Command.of("_error", command.transaction(), null,
                    Status.error(Status.CALL_FAILED, "no more than " + streamsMade + " streams on one connection").toAmf()));
            return;
        }
        result(command, null, (double) (streamId == null ? ++streamsMade : streamId));
    }

    /** FCPublish and FCSubscribe announce what publish and play ask for; clients from Flash's time wait for this echo. */
    private void announced(Command command, String answer, String code) {
        result(command, null, Undefined.UNDEFINED);
        String name = command.argument(1) instanceof String text ? StreamAddress.path(text) : "";
        rtmp.send(ChunkStreams.COMMAND, 0, Command.of(answer, 0, null, Status.ok(code, name).toAmf()));
    }

    private void unpublish(Command command) {
        for (StreamRole role : new ArrayList<>(roles.values())) {
            if (role instanceof PublishingStream publishing && publishing.isNamed(command.argument(1))) {
                endRole(role, CloseReason.LEFT, false);
            }
        }
        result(command, null, Undefined.UNDEFINED);
    }

    private void deleteStream(int streamId) {
        closeStream(streamId);
        if (isMade(streamId)) {
            deleted.add(streamId);
        }
    }

    /** Ends what a message stream is used for; the client may use it for something else. */
    void closeStream(int streamId) {
        StreamRole role = roles.get(streamId);
        if (role != null) {
            endRole(role, CloseReason.LEFT, false);
        }
    }

    /** Answers a call; one with transaction id 0 wants no answer (7.2.1.2). */
    void result(Command call, Object... values) {
        if (call.transaction() != 0) {
            rtmp.send(ChunkStreams.COMMAND, 0, Command.of("_result", call.transaction(), values));
        }
    }

    void begin(StreamRole role) {
        deleted.remove(role.streamId);
        add(role);
        role.goOn();
    }

    private void add(StreamRole role) {
        roles.put(role.streamId, role);
        if (role instanceof PublishingStream) {
            rtmp.expectMedia();
        }
    }

    /**
     * Ends what a message stream is used for.
     *
     * @param byServer then the connection is closed as well if nothing else goes on on it: there is nothing left to wait for
     */
    void endRole(StreamRole role, CloseReason reason, boolean byServer) {
        roles.remove(role.streamId, role);
        role.end(reason);
        if (byServer) {
            closeUnlessUsed(reason);
        }
    }

    void closeUnlessUsed(CloseReason reason) {
        if (roles.isEmpty()) {
            sayClosed(reason);
            rtmp.close(reason);
        }
    }

    /** Ends all players. @return true if nothing else was going on */
    boolean playersLeft() {
        for (StreamRole role : new ArrayList<>(roles.values())) {
            if (role instanceof PlayingStream) {
                endRole(role, CloseReason.LEFT, false);
            }
        }
        return roles.isEmpty();
    }

    void end(CloseReason reason) {
        roles.values().forEach(role -> role.end(reason));
        roles.clear();
    }

    void sayGoodbye(CloseReason reason) {
        roles.values().forEach(role -> role.sayGoodbye(reason));
        if (said != null) {
            sayClosed(reason);
        }
    }

    /**
     * Asks the client to connect again, here or elsewhere, if it has said that it can be asked (E-RTMP v2, "Reconnect Request").
     *
     * @return false if it cannot
     */
    boolean askToReconnect(CloseReason reason) {
        if (said == null || !said.capabilities().has(Capabilities.RECONNECT)) {
            return false;
        }
        AmfObject status = Status.ok(Status.CONNECT_RECONNECT_REQUEST, reason.text()).toAmf();
        String server = rtmp.settings().reconnectUrl();
        if (!server.isEmpty()) {
            status.with("tcUrl", server + '/' + StreamAddress.path(said.app()));
        }
        rtmp.send(ChunkStreams.COMMAND, 0, Command.of("onStatus", 0, null, status));
        return true;
    }

    private void sayClosed(CloseReason reason) {
        rtmp.send(ChunkStreams.COMMAND, 0, Command.of("onStatus", 0, null,
                Status.ok(Status.CONNECT_CLOSED, reason.text()).toAmf()));
    }

    private void ping() {
        // The client sends the number back; nobody compares it.
        rtmp.send(ChunkStreams.CONTROL, 0, new UserControl(new PingRequest((int) rtmp.window().total())));
        rtmp.flush();
    }

    void park() {
        roles.values().forEach(StreamRole::park);
    }

    void writeState(ByteBuf out) {
        out.writeBoolean(said != null);
        if (said != null) {
            said.writeState(out);
        }
        out.writeInt(streamsMade);
        out.writeInt(deleted.size());
        deleted.forEach(out::writeInt);
        keepAlive.writeState(out);
        out.writeInt(roles.size());
        for (StreamRole role : roles.values()) {
            out.writeInt(role.streamId);
            out.writeByte(role.kind());
            role.writeState(out);
        }
    }

    void readState(ByteBuf in) {
        said = in.readBoolean() ? ConnectRequest.readState(in) : null;
        streamsMade = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            deleted.add(in.readInt());
        }
        keepAlive.readState(in);
        for (int left = in.readInt(); left > 0; left--) {
            int streamId = in.readInt();
            int kind = in.readUnsignedByte();
            add(streamCommands.readRole(in, streamId, kind));
        }
    }

    /** After a hand-over: arms all roles; one whose session has gone meanwhile ends here. */
    void goOn() {
        new ArrayList<>(roles.values()).forEach(StreamRole::goOn);
    }

    static void writeText(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    static String readText(ByteBuf in) {
        int length = in.readInt();
        return in.readCharSequence(length, UTF_8).toString();
    }
}
