package arcly.hls.segment;

import arcly.api.media.Frame;
import arcly.hls.HlsSettings.Format;
import arcly.media.mp4.FragmentOptions;
import arcly.media.mp4.Mp4Muxer;
import arcly.media.ts.TsMuxer;
import java.nio.ByteBuffer;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Writes one rendition's segments in one form, as long as its tracks stay what they are. */
interface SegmentWriter {
    /** Added to all times: the kernel's may begin a little below 0, those of MP4 may not. */
    long OFFSET_NANOS = 10_000_000_000L;

    /** What comes before the first segment; null if the form needs nothing. */
    Chunk init();

    /**
     * @param ends by track id: decode time, nanoseconds, at which the next segment begins; where it is not known there is none
     */
    Chunk segment(List<Frame> frames, Map<Integer, Long> ends);

    /** What a successor goes on with. */
    byte[] state();

    /** @param state what {@link #state} gave; empty to begin */
    static SegmentWriter of(Format format, Rendition rendition, byte[] state) {
        return format == Format.TS ? new Ts(rendition, state) : new Fmp4(rendition, state);
    }

    /** Fragmented MP4: payloads are not copied. */
    final class Fmp4 implements SegmentWriter {
        private final Mp4Muxer muxer;

        private Fmp4(Rendition rendition, byte[] state) {
            long sequence = state.length == Long.BYTES ? ByteBuffer.wrap(state).getLong() : 1;
            muxer = Mp4Muxer.of(rendition.tracks()).offset(OFFSET_NANOS).sequence(sequence).build();
        }

        @Override
        public Chunk init() {
            return Chunk.of(muxer.initSegment());
        }

        @Override
        public Chunk segment(List<Frame> frames, Map<Integer, Long> ends) {
            FragmentOptions.Builder options = FragmentOptions.builder();
            ends.forEach(options::end);
            return Chunk.of(muxer.fragment(frames, options.build()));
        }

        @Override
        public byte[] state() {
            return ByteBuffer.allocate(Long.BYTES).putLong(muxer.nextSequence()).array();
        }
    }

    /** MPEG-TS, in the order of decode times. */
    final class Ts implements SegmentWriter {
        private final TsMuxer muxer;

        private Ts(Rendition rendition, byte[] state) {
            TsMuxer.Builder builder = TsMuxer.of(rendition.tracks()).offset(OFFSET_NANOS);
            muxer = (state.length == 0 ? builder : builder.resume(state)).build();
        }

        @Override
        public Chunk init() {
            return null;
        }

        @Override
        public Chunk segment(List<Frame> frames, Map<Integer, Long> ends) {
            return Chunk.of(muxer.segment(frames.stream().sorted(Comparator.comparingLong(Frame::dts)).toList()));
        }

        @Override
        public byte[] state() {
            return muxer.state();
        }
    }
}
