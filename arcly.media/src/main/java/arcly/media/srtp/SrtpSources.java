package arcly.media.srtp;

import java.util.Arrays;

/** The sources under one key. Few, so looked through; nothing is boxed. */
final class SrtpSources {
    private SrtpSource[] sources = new SrtpSource[2];
    private int count;

    /** Null if it is not known. */
    SrtpSource find(int ssrc) {
        for (int i = 0; i < count; i++) {
            if (sources[i].ssrc == ssrc) {
                return sources[i];
            }
        }
        return null;
    }

    /** Remembers a source; false if there are too many. */
    boolean add(SrtpSource source) {
        if (count == SrtpSource.MOST) {
            return false;
        }
        if (count == sources.length) {
            sources = Arrays.copyOf(sources, count * 2);
        }
        sources[count++] = source;
        return true;
    }
}
