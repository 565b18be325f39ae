package arcly.api.media;

/** What a track carries. May grow: keep a default branch. */
public enum TrackKind {
    VIDEO,
    AUDIO,
    /** Timed text: subtitles, captions. */
    TEXT,
    /** Everything else that is timed: cue points, KLV, SCTE-35, ID3. */
    DATA
}
