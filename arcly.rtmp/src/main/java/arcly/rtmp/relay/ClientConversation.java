package arcly.rtmp.relay;

import arcly.api.relay.RelayState;
import arcly.rtmp.Printable;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.message.UserControl.PingRequest;
import arcly.rtmp.message.UserControl.PingResponse;
import arcly.rtmp.message.UserControl.SetBufferLength;
import arcly.rtmp.message.UserControl.StreamEof;
import arcly.rtmp.message.WindowAcknowledgementSize;
import arcly.rtmp.session.Capabilities;
import arcly.rtmp.session.ChunkStreams;
import arcly.rtmp.session.Status;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.ThreadLocalRandom;

/**
 * What a client says to a server, and what it makes of the answers (RTMP 1.0, 7.2): connect, a stream, publish or play. Knows
 * neither sockets nor the clock; the time is passed in, nanoseconds.
 */
final class ClientConversation {
    /** Where it is. Their order is that of the conversation; the ordinal travels in batons. */
    enum Phase { HANDSHAKE, CONNECT, CREATE, START, LIVE, OVER }

    /** Where what is said goes, and what comes of it. */
    interface Outcome {
        void say(int chunkStream, int streamId, RtmpMessage message);

        /** The remote takes media, or gives it. */
        void live(int streamId);

        void ended(RelayEnd end);
    }

    private static final int WINDOW = 2_500_000; // as Flash Media Server and librtmp have it
    /** Minus two seconds, live or recorded, in milliseconds as every client sends it. */
    private static final double START_LIVE = -2000;
    private static final int BUFFER_MILLIS = 3000; // as librtmp; servers of live streams pass it over
    private static final String RECONNECT = "NetConnection.Connect.ReconnectRequest";
    private static final double MOVED = 302; // of the redirections that load balancers do, the number in info.ex.code
    private static final String PUBLISHER = "FMLE/3.0 (compatible; arcly)"; // services look for FMLE
    private static final String PLAYER = "LNX 9,0,124,2"; // a Flash Player that understands H.264 and AAC

    private final RelayUrl url;
    private final String auth;
    private final boolean push;
    private final Capabilities own;
    private final ClientSettings settings;
    private final Outcome outcome;
    private Phase phase = Phase.HANDSHAKE;
    private long answerDue;
    private int transaction;
    private int createTransaction;
    private int streamId;
    private Capabilities remote = Capabilities.NONE;

    /**
     * @param auth behind the application, from a remote that asked for it; else empty
     * @param own what the remote is told that this side can do
     */
    ClientConversation(RelayUrl url, String auth, boolean push, Capabilities own, ClientSettings settings, Outcome outcome) {
        this.url = url;
        this.auth = auth;
        this.push = push;
        this.own = own;
        this.settings = settings;
        this.outcome = outcome;
    }

    Phase phase() {
        return phase;
    }

    int streamId() {
        return streamId;
    }

    /** What the remote has said at connect that it can do. */
    Capabilities remote() {
        return remote;
    }

    /** The connection is there; the handshake begins. */
    void begin(long now) {
        enter(Phase.HANDSHAKE, now);
    }

    private void enter(Phase next, long now) {
        phase = next;
        answerDue = now + settings.answerTimeout().toNanos();
    }

    /** Ends the conversation if an answer is late. */
    void tick(long now) {
        if (phase.compareTo(Phase.LIVE) < 0 && now - answerDue >= 0) {
            end(RelayEnd.retry(RelayState.LOST, "no answer to " + switch (phase) {
                case HANDSHAKE -> "the handshake";
                case CONNECT -> "connect";
                case CREATE -> "createStream";
                default -> push ? "publish" : "play";
            } + " within " + settings.answerTimeout().toMillis() + " ms"));
        }
    }

    /** The handshake is over. */
    void connect(long now) {
        enter(Phase.CONNECT, now);
        AmfObject properties = new AmfObject().with("app", url.app() + auth);
        if (push) {
            properties.with("type", "nonprivate");
        }
        properties.with("flashVer", push ? PUBLISHER : PLAYER).with("tcUrl", url.tcUrl() + auth);
        if (!push) {
            // What Flash Player says of the codecs it plays: some servers send nothing to who says nothing.
            properties.with("fpad", false).with("capabilities", 239.0).with("audioCodecs", 3575.0).with("videoCodecs", 252.0)
                    .with("videoFunction", 1.0);
        }
        say(ChunkStreams.COMMAND, 0, Command.of("connect", ++transaction, own.writeTo(properties)));
    }

    void received(RtmpMessage message, int onStream, long now) {
        if (message instanceof Command command) {
            command(command, now);
        } else if (message instanceof UserControl control && control.event() instanceof PingRequest ping) {
            say(ChunkStreams.CONTROL, 0, new UserControl(new PingResponse(ping.timestamp())));
        } else if (message instanceof UserControl control && control.event() instanceof StreamEof eof
                && phase == Phase.LIVE && !push && eof.streamId() == streamId) {
            end(RelayEnd.retry(RelayState.LOST, "the remote stream has ended"));
        }
        // Bandwidth is what the connection gives; acknowledgements need nothing done.
    }

    private void command(Command command, long now) {
        switch (command.name()) {
            case "_result" -> result(command, now);
            case "_error" -> error(command);
            case "onStatus" -> status(command.argument(1) instanceof AmfObject info ? info : new AmfObject());
            case "close" -> end(RelayEnd.retry(RelayState.LOST, "the remote says close"));
            default -> { } // onBWDone, onFCPublish and their like tell nothing that is needed
        }
    }

    private void result(Command command, long now) {
        if (phase == Phase.CONNECT && command.transaction() == 1) {
            remote = command.argument(0) instanceof AmfObject properties ? Capabilities.read(properties) : Capabilities.NONE;
            say(ChunkStreams.CONTROL, 0, new WindowAcknowledgementSize(WINDOW));
            create(now);
        } else if (phase == Phase.CREATE && command.transaction() == createTransaction) {
            if (!(command.argument(1) instanceof Double id)) {
                end(RelayEnd.retry(RelayState.BROKEN, "createStream was answered without a number (RTMP 1.0, 7.2.1.3)"));
                return;
            }
            streamId = id.intValue();
            start(now);
        }
    }

    private void create(long now) {
        enter(Phase.CREATE, now);
        if (push) {
            say(ChunkStreams.CONTROL, 0, new SetChunkSize(settings.chunkSize()));
            say(ChunkStreams.COMMAND, 0, Command.of("releaseStream", ++transaction, null, url.name()));
            say(ChunkStreams.COMMAND, 0, Command.of("FCPublish", ++transaction, null, url.name()));
        }
        createTransaction = ++transaction;
        say(ChunkStreams.COMMAND, 0, Command.of("createStream", createTransaction, (Object) null));
    }

    private void start(long now) {
        enter(Phase.START, now);
        if (push) {
            say(ChunkStreams.STATUS, streamId, Command.of("publish", ++transaction, null, url.name(), "live"));
        } else {
            say(ChunkStreams.STATUS, streamId, Command.of("play", ++transaction, null, url.name(), START_LIVE));
            say(ChunkStreams.CONTROL, 0, new UserControl(new SetBufferLength(streamId, BUFFER_MILLIS)));
        }
    }

    private void error(Command command) {
        if (phase == Phase.CONNECT && command.transaction() == 1) {
            refused(command.argument(1) instanceof AmfObject info ? info : new AmfObject());
        } else if (phase == Phase.CREATE && command.transaction() == createTransaction) {
            end(RelayEnd.retry(RelayState.REFUSED, "the remote gives no stream" + sentence(command.argument(1))));
        }
        // That a server knows neither releaseStream nor FCPublish is no harm.
    }

    /** At connect. */
    private void refused(AmfObject info) {
        String description = info.string("description") == null ? "" : info.string("description");
        if (info.get("ex") instanceof AmfObject ex && ex.number("code", 0) == MOVED && ex.string("redirect") != null) {
            move(ex.string("redirect"), "the remote sends on to ");
        } else if (auth.isEmpty() && AdobeAuth.isAskedFor(description) && url.hasUser()) {
            end(RelayEnd.askedWho(AdobeAuth.name(url.user())));
        } else if (AdobeAuth.isChallenge(description) && url.hasUser()) {
            end(RelayEnd.askedWho(AdobeAuth.answer(url.user(), url.password(), description, ThreadLocalRandom.current())));
        } else if (AdobeAuth.isAskedFor(description) && !url.hasUser()) {
            end(RelayEnd.retry(RelayState.REFUSED, "the remote asks for user and password, and the URL has none"));
        } else {
            end(RelayEnd.retry(RelayState.REFUSED, "connect was refused" + sentence(info)));
        }
    }

    private void move(String to, String words) {
        try {
            RelayUrl moved = url.moved(to);
            end(RelayEnd.atOnce(moved, words + moved.shown()));
        } catch (IllegalArgumentException impossible) {
            end(RelayEnd.retry(RelayState.REFUSED, "the remote asks to go elsewhere, which is not possible: "
                    + impossible.getMessage()));
        }
    }

    private void status(AmfObject info) {
        String code = info.string("code") == null ? "" : info.string("code");
        switch (code) {
            case Status.PUBLISH_START -> live(push);
            case Status.PLAY_START -> live(!push);
            case RECONNECT -> move(info.string("tcUrl") == null ? "" : info.string("tcUrl"), "the remote asks to reconnect to ");
            case Status.PLAY_UNPUBLISH_NOTIFY, Status.PLAY_STOP, "NetStream.Play.Complete" -> {
                if (phase == Phase.LIVE) {
                    end(RelayEnd.retry(RelayState.LOST, "the remote stream has ended" + sentence(info)));
                }
            }
            case Status.CONNECT_CLOSED -> end(RelayEnd.retry(RelayState.LOST, "the remote closes" + sentence(info)));
            case Status.UNPUBLISH_SUCCESS -> {
                if (push && phase == Phase.LIVE) {
                    end(RelayEnd.retry(RelayState.LOST, "the remote has stopped taking the stream" + sentence(info)));
                }
            }
            default -> {
                if ("error".equals(info.string("level"))) {
                    end(RelayEnd.retry(RelayState.REFUSED, (phase == Phase.LIVE ? "the remote stopped"
                            : push ? "publish was refused" : "play was refused") + sentence(info)));
                }
            }
        }
    }

    private void live(boolean ours) {
        if (ours && phase == Phase.START) {
            phase = Phase.LIVE;
            outcome.live(streamId);
        }
    }

    /** Some servers send media without a word about it. */
    void mediaCame() {
        live(!push);
    }

    /** Code and description as the remote wrote them, without what is secret. */
    private String sentence(Object info) {
        String text = "";
        if (info instanceof AmfObject object) {
            String code = object.string("code") == null ? "" : object.string("code");
            String description = object.string("description") == null ? "" : object.string("description");
            text = code + (code.isEmpty() || description.isEmpty() ? "" : ", ") + description;
        } else if (info instanceof String words) {
            text = words;
        }
        return text.isEmpty() ? "" : ": " + url.scrubbed(Printable.text(text));
    }

    private void end(RelayEnd end) {
        if (phase != Phase.OVER) {
            phase = Phase.OVER;
            outcome.ended(end);
        }
    }

    /** Leaves politely: the remote need not wait for more. */
    void sayGoodbye() {
        if (phase == Phase.START || phase == Phase.LIVE) {
            if (push) {
                say(ChunkStreams.COMMAND, 0, Command.of("FCUnpublish", ++transaction, null, url.name()));
            }
            say(ChunkStreams.COMMAND, 0, Command.of("deleteStream", ++transaction, null, (double) streamId));
        }
        phase = Phase.OVER;
    }

    private void say(int chunkStream, int onStream, RtmpMessage message) {
        outcome.say(chunkStream, onStream, message);
    }

    void writeState(ByteBuf out, long now) {
        out.writeByte(phase.ordinal());
        out.writeLong(answerDue - now);
        out.writeInt(transaction);
        out.writeInt(createTransaction);
        out.writeInt(streamId);
        remote.writeState(out);
    }

    /** Goes on where the one that wrote this state stopped. */
    void readState(ByteBuf in, long now) {
        int ordinal = in.readUnsignedByte();
        if (ordinal >= Phase.values().length) {
            throw new IllegalStateException("client conversation in phase " + ordinal + "; " + Phase.values().length
                    + " are known");
        }
        phase = Phase.values()[ordinal];
        answerDue = now + in.readLong();
        transaction = in.readInt();
        createTransaction = in.readInt();
        streamId = in.readInt();
        remote = Capabilities.readState(in);
    }
}
