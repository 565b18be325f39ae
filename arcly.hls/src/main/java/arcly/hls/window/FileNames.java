package arcly.hls.window;

import arcly.hls.segment.Epoch;
import arcly.hls.segment.Segment;

/**
 * How files are called: {@code main-k3x-17.m4s}. The middle part is the window's own, so that no cache takes a segment for one
 * of an earlier life of the stream.
 */
record FileNames(String token) {

    String segment(String rendition, Segment segment, Epoch epoch) {
        return rendition + "-" + token + "-" + segment.sequence() + Playlists.extension(epoch.format());
    }

    String init(String rendition, Epoch epoch) {
        return rendition + "-" + token + "-init" + epoch.number() + ".mp4";
    }
}
