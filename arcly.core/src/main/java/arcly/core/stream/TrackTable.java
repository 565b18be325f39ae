package arcly.core.stream;

import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import java.util.ArrayList;
import java.util.List;

/** The tracks of a stream as declared at one moment. Immutable. */
final class TrackTable {
    /** Beyond what any container in use carries for one programme; the price of a track is a few counters. */
    static final int MOST = 32;
    static final TrackTable EMPTY = new TrackTable(new Track[Track.LARGEST_ID + 1], false);

    private final Track[] byId;
    private final List<Track> list;
    private final boolean complete;

    private TrackTable(Track[] byId, boolean complete) {
        this.byId = byId;
        this.complete = complete;
        List<Track> present = new ArrayList<>();
        for (Track track : byId) {
            if (track != null) {
                present.add(track);
            }
        }
        list = List.copyOf(present);
    }

    /** @throws StreamException MALFORMED if two have one id, LIMIT if there are too many */
    static TrackTable of(List<Track> tracks, boolean complete) {
        if (tracks.size() > MOST) {
            throw new StreamException(Reason.LIMIT, tracks.size() + " tracks; at most " + MOST + " are allowed");
        }
        Track[] byId = new Track[Track.LARGEST_ID + 1];
        for (Track track : tracks) {
            if (byId[track.id()] != null) {
                throw new StreamException(Reason.MALFORMED, "two tracks have the id " + track.id());
            }
            byId[track.id()] = track;
        }
        return new TrackTable(byId, complete);
    }

    /**
     * With this track in the place of the one with its id, if there was one: this table itself if it is there already.
     *
     * @return null if it is not declared and nothing may be added
     */
    TrackTable placing(Track track) {
        Track known = byId[track.id()];
        if (track == known || track.equals(known)) {
            return this;
        }
        if (known == null && !mayGrow()) {
            return null;
        }
        Track[] more = byId.clone();
        more[track.id()] = track;
        return new TrackTable(more, complete);
    }

    /** The same tracks, but another publisher may add some. */
    TrackTable reopened() {
        return complete ? new TrackTable(byId, false) : this;
    }

    /** By value, as declared. */
    boolean sameTracks(TrackTable other) {
        return list.equals(other.list);
    }

    /** Null if there is none of that id. */
    Track get(int id) {
        return byId[id];
    }

    /** By id. */
    List<Track> list() {
        return list;
    }

    boolean isComplete() {
        return complete;
    }

    boolean mayGrow() {
        return !complete && list.size() < MOST;
    }

    /**
     * The video track whose key frames decide where a reader begins.
     *
     * @param wanted by bits, the tracks that the reader wants
     * @param named the one it names, or -1
     * @return its id; -1 if no video is wanted
     */
    int leading(long wanted, int named) {
        if (named >= 0 && named < byId.length && isVideo(byId[named]) && (wanted >>> named & 1) != 0) {
            return named;
        }
        for (Track track : list) {
            if (isVideo(track) && (wanted >>> track.id() & 1) != 0) {
                return track.id();
            }
        }
        return -1;
    }

    static boolean isVideo(Track track) {
        return track != null && track.kind() == TrackKind.VIDEO;
    }
}
