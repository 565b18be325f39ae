package arcly.media.mp4;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Frames into fragmented MP4 (ISO/IEC 14496-12, 8.8); with one track, and fragments that begin with key frames, into CMAF
 * (ISO/IEC 23000-19).
 *
 * <p>All that is written is a gather list: immutable, its buffers read-only, of which the first is ours and each of the others is
 * a view of a frame's payload, not a copy. Positions and limits of the buffers are the receiver's to move; whoever hands one list
 * to several duplicates them.
 *
 * <p>Ticks are 90 kHz for video and the sample rate for audio. Every time is counted from the stream's time 0, so rounding does
 * not add up. The tracks are fixed: a new configuration needs a new muxer and its {@link #initSegment()}. For one stream and one
 * thread.
 */
public final class Mp4Muxer {
    // Sizes and offsets of a fragment have 32 bits, signed in trun; a fragment of a live stream has some megabytes.
    private static final long MOST_FRAGMENT_BYTES = 1L << 30;
    private static final int BOX_HEADER = 8;

    private final List<Mp4Track> tracks;
    private final long offset;
    private long sequence;

    private Mp4Muxer(Builder from) {
        tracks = from.tracks.stream().map(Mp4Track::of).toList();
        offset = from.offset;
        sequence = from.sequence;
    }

    /**
     * Starts a muxer of these tracks.
     *
     * @throws IllegalArgumentException if there is none, or an id twice
     */
    public static Builder of(List<Track> tracks) {
        return new Builder(tracks);
    }

    /** Whether a track of that codec can stand in an MP4 made here. */
    public static boolean supports(Codec codec) {
        return SampleEntries.has(codec);
    }

    /** Whether that track can: the codec is supported, and the configuration is there and keeps to its format. */
    public static boolean supports(Track track) {
        try {
            return supports(track.codec()) && SampleEntries.of(track) != null;
        } catch (MediaFormatException broken) {
            return false;
        }
    }

    /** What a player needs before the first fragment (ISO/IEC 23000-19, 7.3.1): ftyp, moov. */
    public List<ByteBuffer> initSegment() {
        List<Box> moov = new ArrayList<>();
        moov.add(new Mvhd(tracks.stream().mapToInt(Mp4Track::id).max().orElseThrow() + 1));
        tracks.forEach(track -> moov.add(track.trak()));
        moov.add(Box.of("mvex", tracks.stream().map(track -> new Trex(track.id())).toList()));
        ByteBuf out = Unpooled.buffer(1024);
        new Brands("ftyp", brands()).write(out);
        Box.of("moov", moov).write(out);
        return List.of(view(out));
    }

    /** Signed composition offsets and fragments relative to themselves need iso6; CMAF allows one track a file. */
    private List<String> brands() {
        List<String> brands = new ArrayList<>(List.of("iso6", "mp41"));
        if (tracks.size() == 1) {
            brands.add("cmfc");
            brands.addAll(tracks.get(0).entry().brands());
        }
        return brands;
    }

    /**
     * A fragment of these frames: [styp] [sidx] [prft] moof mdat. The frames of one track are in decode order; those of different
     * tracks may come as they like. A track without a frame is left out.
     *
     * @throws IllegalArgumentException if there is no frame or more than 1 GiB, a track is none of this muxer's or has another
     *     configuration, decode times go back, or a frame comes before the movie's beginning; the muxer is then as before
     */
    public List<ByteBuffer> fragment(List<Frame> frames, FragmentOptions options) {
        List<TrackRun> runs = runs(frames, options);
        long payloads = runs.stream().mapToLong(TrackRun::size).sum();
        if (payloads > MOST_FRAGMENT_BYTES) {
            throw new IllegalArgumentException("fragment of " + payloads + " bytes; allowed are up to " + MOST_FRAGMENT_BYTES);
        }
        ByteBuf fragment = Unpooled.buffer(256 + 16 * frames.size());
        if (options.isProducerTime()) {
            writeProducerTime(runs.get(0), fragment);
        }
        writeMoof(runs, fragment);
        fragment.writeInt((int) payloads + BOX_HEADER);
        Box.writeType("mdat", fragment);

        ByteBuf head = Unpooled.buffer(fragment.readableBytes() + 128);
        if (options.type() != SegmentType.NONE) {
            new Brands("styp", options.type().brands()).write(head);
        }
        if (options.isIndex()) {
            index(runs.get(0), fragment.readableBytes() + (int) payloads).write(head);
        }
        head.writeBytes(fragment);
        sequence++;
        return gather(head, runs, frames.size());
    }

    /** The sequence number of the next fragment, for whoever goes on ({@link Builder#sequence}). */
    public long nextSequence() {
        return sequence;
    }

    /** Ticks a second of that track; empty if it is none of this muxer's. */
    public OptionalInt timescale(int trackId) {
        return tracks.stream().filter(track -> track.track().id() == trackId)
                .mapToInt(track -> track.timebase().ticksPerSecond()).findFirst();
    }

    /** By track, in the muxer's order. */
    private List<TrackRun> runs(List<Frame> frames, FragmentOptions options) {
        frames.forEach(this::checkTrack);
        List<TrackRun> runs = new ArrayList<>(tracks.size());
        for (Mp4Track track : tracks) {
            List<Frame> own = frames.stream().filter(frame -> frame.track().id() == track.track().id()).toList();
            if (!own.isEmpty()) {
                runs.add(TrackRun.of(track, own, offset, options.end(track.track().id())));
            }
        }
        if (runs.isEmpty()) {
            throw new IllegalArgumentException("fragment without frames; allowed are one and more");
        }
        return runs;
    }

    private void checkTrack(Frame frame) {
        Track track = frame.track();
        if (tracks.stream().noneMatch(own -> own.track() == track || own.track().equals(track))) {
            throw new IllegalArgumentException(track + " is none of " + tracks.stream().map(Mp4Track::track).toList()
                    + " or has another configuration");
        }
    }

    /** Written twice: where samples lie is counted from the beginning of the moof, whose size only its writing tells. */
    private void writeMoof(List<TrackRun> runs, ByteBuf out) {
        int start = out.writerIndex();
        moof(runs, 0).write(out);
        int size = out.writerIndex() - start;
        out.writerIndex(start);
        moof(runs, size + BOX_HEADER).write(out);
    }

    private Box moof(List<TrackRun> runs, int dataOffset) {
        List<Box> moof = new ArrayList<>();
        moof.add(new Mfhd((int) sequence));
        int at = dataOffset;
        for (TrackRun run : runs) {
            moof.add(run.traf(at));
            at += (int) run.size();
        }
        return Box.of("moof", moof);
    }

    private void writeProducerTime(TrackRun run, ByteBuf out) {
        run.frames().stream().filter(frame -> frame.captureTime() != Frame.UNKNOWN).findFirst()
                .map(frame -> new Prft(run.track().id(), frame.captureTime(),
                        run.track().timebase().fromNanos(frame.pts() + offset)))
                .ifPresent(prft -> prft.write(out));
    }

    private static Sidx index(TrackRun run, int size) {
        return new Sidx(run.track().id(), run.track().timebase().ticksPerSecond(), run.presentationTime(), size,
                Math.toIntExact(run.duration()), run.frames().get(0).isKey());
    }

    private static List<ByteBuffer> gather(ByteBuf head, List<TrackRun> runs, int frames) {
        List<ByteBuffer> buffers = new ArrayList<>(1 + frames);
        buffers.add(view(head));
        runs.forEach(run -> run.frames().forEach(frame -> buffers.add(frame.payload().view())));
        return List.copyOf(buffers);
    }

    private static ByteBuffer view(ByteBuf out) {
        return out.nioBuffer().asReadOnlyBuffer();
    }

    /** Not thread-safe. Every setter may be left out. */
    public static final class Builder {
        private final List<Track> tracks;
        private long offset;
        private long sequence = 1;

        private Builder(List<Track> tracks) {
            this.tracks = List.copyOf(tracks);
            if (tracks.isEmpty() || tracks.stream().mapToInt(Track::id).distinct().count() != tracks.size()) {
                throw new IllegalArgumentException(tracks + "; allowed are one or more tracks, each with an id of its own");
            }
        }

        /** Nanoseconds that are added to all times; 0 unless set. Decode times in MP4 cannot be below 0. */
        public Builder offset(long nanos) {
            offset = nanos;
            return this;
        }

        /** The first fragment's sequence number; 1 unless set. */
        public Builder sequence(long first) {
            sequence = first;
            return this;
        }

        /**
         * The muxer.
         *
         * @throws MediaFormatException if a track's codec is not supported, or its configuration is missing or breaks its format
         */
        public Mp4Muxer build() throws MediaFormatException {
            return new Mp4Muxer(this);
        }
    }
}
