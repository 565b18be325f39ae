package arcly.rtmp.session;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.session.ClientSession;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.message.UserControl.StreamEof;
import arcly.transport.Connection;
import arcly.transport.Viewer;
import arcly.transport.ViewerEvent;
import arcly.transport.WireOptions;
import io.netty.buffer.ByteBuf;

/** A message stream on which the client plays: a viewer of the transport, and the answers to what players ask. */
final class PlayingStream extends StreamRole {
    // until the kernel has answered
    private Answer<LiveStream> answer;
    private boolean paused;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;

    // afterwards
    private LiveStream stream; // null before
    private Viewer viewer;
    private long metadataVersion;
    private int chunkSize; // that the viewer's form was made for

    PlayingStream(NetConnection net, int streamId, ClientSession session) {
        super(net, streamId, session);
    }

    @Override
    int kind() {
        return NetStreamCommands.PLAYING;
    }

    @Override
    void goOn() {
        Connection connection = net.rtmp().connection();
        session.arm(connection.loop(), this::closedBySomebodyElse);
        if (stream == null) {
            answer = session.play(net.rtmp().settings().playTimeout()); // after a hand-over: the same answer
            answer.arm(connection.loop(), () -> later(this::answered));
        } else if (viewer != null) {
            viewer.arm(options(), event -> later(() -> happened(event)));
        }
    }

    @Override
    void disarm() {
        if (answer != null) {
            answer.disarm();
        }
    }

    private void answered() {
        try {
            LiveStream granted = answer.get();
            session.open(ReadOptions.viewer());
            stream = granted;
        } catch (StreamException why) {
            sendStatus(Status.playRefused(why, session.stream()));
            net.endRole(this, CloseReason.of("refused", why.getMessage()), true);
            return;
        }
        answer = null;
        start();
    }

    /** In this order clients know it; what the viewer writes comes behind. */
    private void start() {
        chunkSize = net.rtmp().chunkSize();
        sendBegin();
        sendStatus(Status.ok(Status.PLAY_RESET, "Playing and resetting " + stream.key() + "."));
        sendStatus(Status.ok(Status.PLAY_START, "Started playing " + stream.key() + "."));
        sendMetadata();
        if (!wantsAudio || !wantsVideo) {
            select();
        }
        viewer = net.rtmp().connection().view(sessionName(streamId), options(), event -> later(() -> happened(event)));
        if (paused) {
            viewer.pause();
        }
    }

    private WireOptions options() {
        return WireOptions.of(RtmpWireForm.name(chunkSize, streamId), new RtmpWireForm(chunkSize, streamId))
                .withWindow(net.rtmp().settings().coalescing());
    }

    private void sendMetadata() {
        metadataVersion = stream.metadataVersion();
        for (Data message : Metadata.messages(stream.metadata(), stream.tracks())) {
            net.rtmp().send(ChunkStreams.DATA, streamId, message);
        }
    }

    private void happened(ViewerEvent event) {
        switch (event.kind()) {
            case METADATA -> {
                if (stream.metadataVersion() != metadataVersion) {
                    sendMetadata();
                }
            }
            case ENDED -> {
                sayGoodbye(event.reason());
                net.endRole(this, event.reason(), true);
            }
            default -> { } // that frames were skipped is counted at the session
        }
    }

    /** What a player may ask while it plays (RTMP 1.0, 7.2.2.4 to 7.2.2.8). */
    void command(Command command) {
        switch (command.name()) {
            case "pause", "pauseRaw" -> pause(!Boolean.FALSE.equals(command.argument(1)));
            case "seek" -> sendStatus(Status.ok(Status.SEEK_NOTIFY, "Live: there is nowhere to seek to; it plays on."));
            case "receiveAudio" -> {
                wantsAudio = !Boolean.FALSE.equals(command.argument(1));
                select();
            }
            case "receiveVideo" -> {
                wantsVideo = !Boolean.FALSE.equals(command.argument(1));
                select();
            }
            default -> throw new IllegalArgumentException(command.name());
        }
    }

    private void pause(boolean pause) {
        if (pause != paused && viewer != null) {
            if (pause) {
                viewer.pause();
            } else {
                viewer.resume();
            }
        }
        paused = pause;
        sendStatus(pause ? Status.ok(Status.PAUSE_NOTIFY, "Paused.")
                : Status.ok(Status.UNPAUSE_NOTIFY, "Playing on at the live edge."));
    }

    private void select() {
        if (session.reader() == null) {
            return; // done at the start
        }
        long wanted = -1L;
        for (Track track : stream.tracks()) {
            if (track.kind() == TrackKind.AUDIO && !wantsAudio || track.kind() == TrackKind.VIDEO && !wantsVideo) {
                wanted &= ~(1L << track.id());
            }
        }
        session.reader().select(wanted);
    }

    @Override
    void received(RawMessage message) {
        // A player has nothing to send; Flash's sends an empty audio message now and then.
    }

    @Override
    void sayGoodbye(CloseReason reason) {
        if (stream == null) {
            sendStatus(Status.error(Status.PLAY_FAILED, reason.text()));
            return;
        }
        net.rtmp().send(ChunkStreams.CONTROL, 0, new UserControl(new StreamEof(streamId)));
        sendStatus(Status.ok(Status.PLAY_UNPUBLISH_NOTIFY, reason.text()));
        sendStatus(Status.ok(Status.PLAY_STOP, reason.text()));
    }

    @Override
    String figures() {
        return viewer == null ? "nothing played"
                : viewer.frames() + " frames, " + viewer.bytes() + " bytes, " + session.skipped() + " frames skipped";
    }

    @Override
    void writeState(ByteBuf out) {
        out.writeByte((stream != null ? 1 : 0) | (paused ? 2 : 0) | (wantsAudio ? 4 : 0) | (wantsVideo ? 8 : 0));
        out.writeLong(metadataVersion);
        out.writeInt(chunkSize);
    }

    static PlayingStream readState(ByteBuf in, NetConnection net, int streamId, ClientSession session) {
        PlayingStream playing = new PlayingStream(net, streamId, session);
        int flags = in.readUnsignedByte();
        playing.paused = (flags & 2) != 0;
        playing.wantsAudio = (flags & 4) != 0;
        playing.wantsVideo = (flags & 8) != 0;
        playing.metadataVersion = in.readLong();
        playing.chunkSize = in.readInt();
        if ((flags & 1) != 0) {
            playing.stream = session.playing().get();
            playing.viewer = net.rtmp().connection().viewer(sessionName(streamId));
        }
        return playing;
    }
}
