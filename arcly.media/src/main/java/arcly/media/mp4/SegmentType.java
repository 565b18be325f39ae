package arcly.media.mp4;

import java.util.List;

/** What "styp" before a fragment says it is (ISO/IEC 23000-19, 7.3.3). Values may be added. */
public enum SegmentType {
    /** No "styp" at all: a fragment in the middle of something. */
    NONE,
    /** The beginning of a segment, where a player may join. */
    SEGMENT("msdh", "cmfs", "cmff"),
    /** A fragment that begins with a key frame. */
    FRAGMENT("msdh", "cmff"),
    /** A part of a fragment, for low latency. */
    CHUNK("msdh", "cmfl");

    private final List<String> brands;

    SegmentType(String... brands) {
        this.brands = List.of(brands);
    }

    List<String> brands() {
        return brands;
    }
}
