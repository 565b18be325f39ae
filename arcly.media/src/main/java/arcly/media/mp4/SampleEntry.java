package arcly.media.mp4;

import arcly.media.time.Timebase;
import java.util.List;

/**
 * How the samples of one track are described (ISO/IEC 14496-12, 8.5.2). A codec is one method of
 * {@link VideoEntries} or {@link AudioEntries}, and one line in {@link SampleEntries}.
 */
interface SampleEntry extends Box {

    /** RFC 6381: the entry's type, and what the codec adds to it. */
    String codecString();

    /** The track's ticks. */
    Timebase timebase();

    /** CMAF media profiles (ISO/IEC 23000-19, annex A) to which a track file of this codec keeps. */
    default List<String> brands() {
        return List.of();
    }

    /** Ticks of a frame whose duration nobody knows; 0 if the codec does not tell. */
    default int usualDuration() {
        return 0;
    }

    /** Square pixels; 0 if not video. */
    default int shownWidth() {
        return 0;
    }

    /** Square pixels; 0 if not video. */
    default int shownHeight() {
        return 0;
    }
}
