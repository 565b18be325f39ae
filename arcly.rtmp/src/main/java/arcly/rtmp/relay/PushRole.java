package arcly.rtmp.relay;

import arcly.api.media.Track;
import arcly.api.relay.RelayState;
import arcly.api.session.SessionRequest;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.LiveStream;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamState;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.session.Capabilities;
import arcly.rtmp.session.ChunkStreams;
import arcly.rtmp.session.FirstTracks;
import arcly.rtmp.session.Metadata;
import arcly.rtmp.session.WireTerms;
import arcly.transport.Connection;
import arcly.transport.Viewer;
import arcly.transport.ViewerEvent;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A local stream goes to the remote: a viewer of the transport. */
final class PushRole extends RelayRole {
    /**
     * So far behind the live edge, and not only for the moment that the first frames take, a remote is slower than the stream.
     */
    private static final long SLOW_LAG_NANOS = Duration.ofSeconds(2).toNanos();
    private static final long BEHIND_NANOS = Duration.ofSeconds(1).toNanos();
    /** After a skip, or once it has caught up, for so long the remote still counts as slow. */
    private static final long SLOW_NANOS = Duration.ofSeconds(10).toNanos();

    private Answer<LiveStream> answer; // null once it is there
    private LiveStream stream;         // null before
    private WireTerms wire;            // they stay as they were when it began
    private Viewer viewer;
    private long selected = -1L;
    private long metadataVersion;
    private long skipped;
    private long behindSince;
    private long slowUntil;
    private boolean slow;

    PushRole(RelayLink link) {
        super(link);
    }

    @Override
    void begin() {
        RelayPlan plan = link.plan();
        open(link.context().sessions().open(SessionRequest.viewer("rtmp", plan.stream()).service(!link.terms().audience())
                .attribute("relay", plan.name()).attribute("url", plan.url().shown()).build()));
        goOn();
    }

    @Override
    void goOn() {
        if (session == null) {
            return;
        }
        Connection connection = link.connection();
        session.arm(connection.loop(), reason -> link.guarded(() -> closed(reason)));
        if (stream == null) {
            answer = session.play(link.terms().client().answerTimeout()); // after a hand-over: the same answer
            answer.arm(connection.loop(), () -> link.guarded(this::answered));
        } else if (viewer != null) {
            behindSince = link.now();
            viewer.arm(wire.options(), event -> link.guarded(() -> happened(event)));
            link.running();
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
            ReadOptions options = ReadOptions.service().withEvictAfter(link.terms().client().silence());
            session.open(link.terms().lagBudget().isZero() ? options : options.withLagBudget(link.terms().lagBudget()));
        } catch (StreamException why) {
            link.ended(RelayEnd.retry(RelayState.WAITING, why.getMessage()));
            return;
        }
        answer = null;
        List<Track> tracks = granted.tracks();
        stream = granted;
        wire = WireTerms.of(link.chunkSize(), link.streamId(), tracks, link.remote(), link.remote().has(Capabilities.MULTITRACK));
        if (tracks.stream().anyMatch(this::isRefused)) {
            return;
        }
        sendMetadata();
        select(tracks);
        behindSince = link.now();
        viewer = link.connection().view(SESSION, wire.options(), event -> link.guarded(() -> happened(event)));
        link.running();
    }

    /** True if the remote has said that it cannot take what every viewer would miss; then this is over. */
    private boolean isRefused(Track track) {
        Optional<String> lacking = wire.firsts().has(track) ? wire.lacking(track, link.remote()) : Optional.empty();
        lacking.ifPresent(what -> link.ended(RelayEnd.retry(RelayState.REFUSED, "the remote cannot take the stream: " + what)));
        return lacking.isPresent();
    }

    /** What does not go out need not be read. */
    private void select(List<Track> tracks) {
        long wanted = -1L;
        for (Track track : tracks) {
            if (!wire.isWritten(track) || wire.lacking(track, link.remote()).isPresent()) {
                wanted &= ~(1L << track.id());
            }
        }
        if (wanted != selected) {
            selected = wanted;
            session.reader().select(wanted);
        }
    }

    /** As publishers send it, so that the remote keeps it for its players. */
    private void sendMetadata() {
        metadataVersion = stream.metadataVersion();
        for (Data message : Metadata.messages(stream.metadata(), stream.tracks(), wire.allTracks())) {
            List<Object> values = new ArrayList<>(List.of("@setDataFrame"));
            values.addAll(message.values());
            link.say(ChunkStreams.DATA, link.streamId(), Data.of(values.toArray()));
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
                if (!isRefused(event.track())) {
                    select(stream.tracks());
                }
            }
            case ENDED -> closed(event.reason());
            default -> { } // what was skipped is looked at in tick
        }
    }

    /** By the end of the stream, for being too slow, or by somebody else. */
    private void closed(CloseReason reason) {
        if (reason.equals(CloseReason.EVICTED)) {
            link.ended(RelayEnd.retry(RelayState.LOST, "the remote has taken nothing for "
                    + link.terms().client().silence().toMillis() + " ms"));
        } else if (stream != null && stream.state() == StreamState.ENDED) {
            link.leave(RelayEnd.over("the stream has ended"), reason);
        } else {
            link.ended(RelayEnd.retry(RelayState.LOST, reason.text()));
        }
    }

    @Override
    void received(RawMessage message) {
        // A server has no media for a publisher.
    }

    @Override
    void tick(long now) {
        if (viewer == null) {
            return;
        }
        if (session.lag() < SLOW_LAG_NANOS) {
            behindSince = now;
        }
        if (session.skipped() != skipped || now - behindSince >= BEHIND_NANOS) {
            skipped = session.skipped();
            slowUntil = now + SLOW_NANOS;
            tell(true);
        } else if (slow && now - slowUntil >= 0) {
            tell(false);
        }
    }

    private void tell(boolean isSlow) {
        if (isSlow != slow) {
            slow = isSlow;
            link.slow(isSlow);
        }
    }

    @Override
    void writeState(ByteBuf out) {
        out.writeBoolean(session != null);
        out.writeBoolean(stream != null);
        out.writeLong(metadataVersion);
        out.writeLong(skipped);
        out.writeLong(selected);
        if (stream != null) {
            out.writeInt(wire.chunkSize()).writeInt(wire.firsts().video()).writeInt(wire.firsts().audio());
            out.writeBoolean(wire.allTracks()).writeBoolean(wire.nanoseconds());
        }
    }

    @Override
    void readState(ByteBuf in) {
        boolean begun = in.readBoolean();
        boolean granted = in.readBoolean();
        metadataVersion = in.readLong();
        skipped = in.readLong();
        selected = in.readLong();
        if (begun) {
            inherit();
        }
        if (begun && session == null) {
            throw new IllegalStateException("the push has no session attached");
        }
        if (granted) {
            wire = new WireTerms(in.readInt(), link.streamId(), new FirstTracks(in.readInt(), in.readInt()), in.readBoolean(),
                    in.readBoolean());
            stream = session.playing().get();
            viewer = link.connection().viewer(SESSION);
        }
    }
}
