package arcly.rtmp.session;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.flv.TagForm;
import arcly.transport.WireOptions;
import java.util.List;
import java.util.Optional;

/**
 * All that the bytes of a stream depend on which goes to a player, or to a server that it is pushed to: those with equal terms
 * share what is made of a frame. Immutable; equal by value.
 *
 * @param chunkSize of what this side sends on the connection
 * @param streamId the message stream that it is played on
 * @param firsts the tracks that go without a number
 * @param allTracks whether the others go too
 * @param nanoseconds whether E-RTMP's times go with what milliseconds leave of them
 */
public record WireTerms(int chunkSize, int streamId, FirstTracks firsts, boolean allTracks, boolean nanoseconds) {

    /**
     * Those that suit a peer.
     *
     * @param tracks of the stream, now
     * @param allTracks whether the peer takes more than one track of a kind
     */
    public static WireTerms of(int chunkSize, int streamId, List<Track> tracks, Capabilities peer, boolean allTracks) {
        return new WireTerms(chunkSize, streamId, FirstTracks.of(tracks), allTracks,
                peer.has(Capabilities.MOD_EX | Capabilities.NANO_OFFSET));
    }

    /** The number in front changes with {@link RtmpWireForm}, if that makes other bytes. */
    public String name() {
        return "rtmp.2/chunk=" + chunkSize + "/stream=" + streamId + "/video=" + firsts.video() + "/audio=" + firsts.audio()
                + (allTracks ? "/all" : "") + (nanoseconds ? "/nano" : "");
    }

    public WireOptions options() {
        return WireOptions.of(name(), new RtmpWireForm(this));
    }

    /** False also for one that would be number 0 though another track, which was there before it, goes as that. */
    public boolean isWritten(Track track) {
        return firsts.has(track) || allTracks && FirstTracks.number(track) != 0;
    }

    /** Empty if RTMP has no way to carry the track. */
    Optional<TagForm> form(Track track) {
        return track.kind() == TrackKind.VIDEO || track.kind() == TrackKind.AUDIO
                ? TagForm.of(track, firsts.has(track) ? 0 : FirstTracks.number(track)) : Optional.empty();
    }

    /** What the peer has not announced though it takes this track's kind in; empty if the track may go to it. */
    public Optional<String> lacking(Track track, Capabilities peer) {
        return form(track).filter(TagForm::isEnhanced).flatMap(TagForm::fourCc)
                .filter(codec -> !peer.mayTake(track.kind(), codec))
                .map(codec -> "its " + (track.kind() == TrackKind.VIDEO ? "video" : "audio")
                        + " is " + track.codec() + " (" + codec
                        + "), and the player takes " + peer.text(track.kind()));
    }
}
