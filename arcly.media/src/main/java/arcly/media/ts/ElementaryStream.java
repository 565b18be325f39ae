package arcly.media.ts;

import arcly.api.media.Track;

/** One track in the program: its PID, and its codec's form with the track's configuration. */
record ElementaryStream(TsPid pid, Track track, TsForm form) {

    static ElementaryStream of(TsPid pid, Track track) {
        return new ElementaryStream(pid, track, TsForms.of(track));
    }
}
