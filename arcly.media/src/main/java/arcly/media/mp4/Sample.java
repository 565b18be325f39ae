package arcly.media.mp4;

import arcly.api.media.Frame;

/** One frame as a fragment tells of it. Times are ticks of the track. */
record Sample(int duration, int size, int flags, int compositionOffset) {
    // ISO/IEC 14496-12, 8.8.3.1
    private static final int DEPENDS_ON_OTHERS = 1 << 24;
    private static final int DEPENDS_ON_NOTHING = 2 << 24;
    private static final int NOT_DEPENDED_ON = 2 << 22;
    private static final int NOT_SYNC = 1 << 16;

    static int flags(Frame frame) {
        int dependence = frame.isKey() ? DEPENDS_ON_NOTHING : DEPENDS_ON_OTHERS | NOT_SYNC;
        return frame.isDiscardable() ? dependence | NOT_DEPENDED_ON : dependence;
    }
}
