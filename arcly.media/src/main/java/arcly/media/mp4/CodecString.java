package arcly.media.mp4;

import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import java.util.Optional;

/** What RFC 6381 calls a track's codec and its configuration: {@code avc1.64001f}, {@code mp4a.40.2}. */
public final class CodecString {
    private CodecString() {
    }

    /**
     * The string, which playlists and manifests use whatever the container; empty if the codec has none here.
     *
     * @throws MediaFormatException if the track's configuration is missing or breaks its format
     */
    public static Optional<String> of(Track track) throws MediaFormatException {
        return SampleEntries.has(track.codec()) ? Optional.of(SampleEntries.of(track).codecString()) : Optional.empty();
    }
}
