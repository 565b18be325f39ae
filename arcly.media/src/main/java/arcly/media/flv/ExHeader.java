package arcly.media.flv;

/** The numbers that E-RTMP v2 has in common for ExVideoTagHeader and ExAudioTagHeader, and those that differ. */
final class ExHeader {
    static final int SEQUENCE_START = 0;
    static final int CODED_FRAMES = 1;
    static final int SEQUENCE_END = 2;
    static final int CODED_FRAMES_X = 3;       // video only
    static final int VIDEO_METADATA = 4;
    static final int AUDIO_CHANNELS = 4;
    static final int TS_SEQUENCE_START = 5;    // video only
    static final int AUDIO_MULTITRACK = 5;
    static final int VIDEO_MULTITRACK = 6;
    static final int MOD_EX = 7;

    static final int ONE_TRACK = 0;
    static final int MANY_TRACKS = 1;
    static final int MANY_TRACKS_MANY_CODECS = 2;

    /** ModEx type of the nanoseconds that refine a timestamp. */
    static final int TIMESTAMP_OFFSET_NANO = 0;
    static final int LARGEST_NANO_OFFSET = 999_999;

    /** The highest bit of a video tag, which no FrameType uses: an ExVideoTagHeader. */
    static final int VIDEO = 0x80;
    /** SoundFormat 9 of an audio tag: an ExAudioTagHeader. */
    static final int AUDIO = 9 << 4;

    /** SI24, milliseconds. */
    static final int LARGEST_COMPOSITION = 0x7F_FFFF;

    private ExHeader() {
    }

    static int composition(long millis) {
        return (int) Math.max(-LARGEST_COMPOSITION - 1, Math.min(LARGEST_COMPOSITION, millis));
    }
}
