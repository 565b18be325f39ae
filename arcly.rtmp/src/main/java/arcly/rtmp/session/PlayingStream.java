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
import java.util.List;
import java.util.Optional;

/** A message stream on which the client plays: a viewer of the transport, and the answers to what players ask. */
final class PlayingStream extends StreamRole {
    private static final long ALL = -1L;

    private final boolean allTracks; // as the player can, or as it has asked for

    // until the kernel has answered
    private Answer<LiveStream> answer;
    private boolean paused;
    private boolean wantsAudio = true;
    private boolean wantsVideo = true;
    private long selected = ALL;

    // afterwards
    private LiveStream stream; // null before
    private Viewer viewer;
    private long metadataVersion;
    private WireTerms terms; // of the viewer; they stay as they were when it began

    PlayingStream(NetConnection net, int streamId, ClientSession session, boolean allTracks) {
        super(net, streamId, session);
        this.allTracks = allTracks;
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
        LiveStream granted;
        try {
            granted = answer.get();
            session.open(ReadOptions.viewer());
        } catch (StreamException why) {
            sendStatus(Status.playRefused(why, session.stream()));
            net.endRole(this, CloseReason.of("refused", why.getMessage()), true);
            return;
        }
        answer = null;
        List<Track> tracks = granted.tracks();
        terms = WireTerms.of(net.rtmp().chunkSize(), streamId, tracks, capabilities(), allTracks);
        stream = granted;
        if (tracks.stream().noneMatch(this::turnsAway)) {
            start();
        }
    }

    private Capabilities capabilities() {
        return net.said().capabilities();
    }

    /** True if the player cannot take the track and would miss it, which it has been told then. */
    private boolean turnsAway(Track track) {
        Optional<String> lacking = isWanted(track) && terms.firsts().has(track) ? terms.lacking(track, capabilities())
                : Optional.empty();
        lacking.ifPresent(what -> {
            String why = stream.key() + " cannot be played: " + what;
            sendStatus(Status.error(Status.PLAY_FAILED, why));
            net.endRole(this, CloseReason.of("unsupported", why), true);
        });
        return lacking.isPresent();
    }

    private boolean isWanted(Track track) {
        return track.kind() == TrackKind.AUDIO ? wantsAudio : track.kind() != TrackKind.VIDEO || wantsVideo;
    }

    /** In this order clients know it; what the viewer writes comes behind. */
    private void start() {
        sendBegin();
        sendStatus(Status.ok(Status.PLAY_RESET, "Playing and resetting " + stream.key() + "."));
        sendStatus(Status.ok(Status.PLAY_START, "Started playing " + stream.key() + "."));
        sendMetadata();
        select(stream.tracks());
        viewer = net.rtmp().connection().view(sessionName(streamId), options(), event -> later(() -> happened(event)));
        if (paused) {
            viewer.pause();
        }
    }

    private WireOptions options() {
        return terms.options().withWindow(net.rtmp().settings().coalescing());
    }

    private void sendMetadata() {
        metadataVersion = stream.metadataVersion();
        for (Data message : Metadata.messages(stream.metadata(), stream.tracks(), allTracks)) {
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
            case TRACK -> {
                if (!turnsAway(event.track()) && !isDelivered(event.track())) {
                    select(stream.tracks());
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
                selectAnew();
            }
            case "receiveVideo" -> {
                wantsVideo = !Boolean.FALSE.equals(command.argument(1));
                selectAnew();
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

    private void selectAnew() {
        if (viewer == null) {
            return; // done at the start
        }
        List<Track> tracks = stream.tracks();
        if (tracks.stream().noneMatch(this::turnsAway)) {
            select(tracks);
        }
    }

    /** What is not delivered need not be read. A track that is not declared yet is: it is looked at when it comes. */
    private void select(List<Track> tracks) {
        long wanted = ALL;
        for (Track track : tracks) {
            if (!isDelivered(track)) {
                wanted &= ~(1L << track.id());
            }
        }
        if (wanted != selected) {
            selected = wanted;
            session.reader().select(wanted);
        }
    }

    private boolean isDelivered(Track track) {
        return isWanted(track) && terms.isWritten(track) && terms.lacking(track, capabilities()).isEmpty();
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
        out.writeBoolean(allTracks);
        out.writeLong(metadataVersion);
        out.writeLong(selected);
        if (stream != null) {
            out.writeInt(terms.chunkSize()).writeInt(terms.firsts().video()).writeInt(terms.firsts().audio());
            out.writeBoolean(terms.nanoseconds());
        }
    }

    static PlayingStream readState(ByteBuf in, NetConnection net, int streamId, ClientSession session) {
        int flags = in.readUnsignedByte();
        PlayingStream playing = new PlayingStream(net, streamId, session, in.readBoolean());
        playing.paused = (flags & 2) != 0;
        playing.wantsAudio = (flags & 4) != 0;
        playing.wantsVideo = (flags & 8) != 0;
        playing.metadataVersion = in.readLong();
        playing.selected = in.readLong();
        if ((flags & 1) != 0) {
            playing.terms = new WireTerms(in.readInt(), streamId, new FirstTracks(in.readInt(), in.readInt()), playing.allTracks,
                    in.readBoolean());
            playing.stream = session.playing().get();
            playing.viewer = net.rtmp().connection().viewer(sessionName(streamId));
        }
        return playing;
    }
}
