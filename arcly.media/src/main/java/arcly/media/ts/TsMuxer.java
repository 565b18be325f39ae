package arcly.media.ts;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Frames of one stream into one program of a transport stream (ISO/IEC 13818-1).
 *
 * <p>Frames come in the order in which they are to be sent: decode order within a track, and across tracks not further behind the
 * others than {@link Builder#delay}. Each frame is one PES packet, so every frame keeps its own times. The clock (PCR) goes with
 * the first video track, otherwise with the first track; it runs {@code delay} behind the latest decode time, so that a decoder
 * has each frame in time. What DVB asks for (ETSI TR 101 290, 5.2) holds by media time whatever the frame rate: tables, and
 * packets with nothing but the clock, fill the gaps between frames.
 *
 * <p>A frame whose track has another configuration is muxed with that configuration from then on; where the tables change by it
 * they get the next version and are sent at once.
 *
 * <p>A transport packet holds 4 bytes of header to 184 of payload, so payloads are copied here, once into packets. For one stream
 * and one thread. The buffers given in stay the caller's.
 */
public final class TsMuxer {
    /** PID of the PMT. */
    public static final int PMT_PID = 0x1000;
    /** PID of the track with id 0; the others follow by id, so that a PID stays the same whatever joins or leaves. */
    public static final int FIRST_TRACK_PID = 0x100;
    /** PTS and DTS have 33 bits. */
    static final long TIMESTAMP_MASK = (1L << 33) - 1;

    private static final Timebase CLOCK = Timebase.of(27_000_000);
    // Longer silence is a pause of the stream, which nobody receives in real time: it is not filled.
    private static final long LONGEST_FILLED_NANOS = 10_000_000_000L;
    private static final long UNSET = Long.MIN_VALUE;

    private final long offset;
    private final long delay;
    private final long pcrInterval;
    private final long psiInterval;
    private final TsPid pat;
    private final TsPid pmt;
    private final ByteBuf patSection = ProgramTables.pat(PMT_PID);
    private final List<ElementaryStream> streams = new ArrayList<>();
    private final int pcrTrack; // id
    private final TsState resumed;

    private int pmtVersion;
    private ByteBuf pmtSection;

    // Times of the stream, nanoseconds; UNSET before the first, and if the next frame has to begin with it.
    private long clock = UNSET;
    private long lastPcr = UNSET;
    private long lastPsi = UNSET;
    private boolean segmentStarts = true;

    private TsMuxer(Builder from) {
        offset = from.offset;
        delay = from.delay;
        pcrInterval = from.pcrInterval;
        psiInterval = from.psiInterval;
        TsState state = from.state == null ? new TsState(0, 0) : TsState.read(from.state);
        pat = new TsPid(ProgramTables.PAT_PID, state.continuity(ProgramTables.PAT_PID));
        pmt = new TsPid(PMT_PID, state.continuity(PMT_PID));
        for (Track track : from.tracks) {
            int pid = FIRST_TRACK_PID + track.id();
            streams.add(ElementaryStream.of(new TsPid(pid, state.continuity(pid)), track));
        }
        pcrTrack = from.tracks.stream().filter(track -> track.kind() == TrackKind.VIDEO).findFirst()
                .orElse(from.tracks.get(0)).id();
        resumed = state;
        pmtVersion = state.pmtVersion();
        pmtSection = pmtSection(pmtVersion);
        if (from.state != null && ProgramTables.crc(pmtSection) != state.pmtCrc()) {
            nextPmt();
        }
    }

    /**
     * Starts a muxer of these tracks, of which the PMT keeps the order.
     *
     * @throws IllegalArgumentException if there is none, or an id twice
     */
    public static Builder of(List<Track> tracks) {
        return new Builder(tracks);
    }

    /** Whether a track of that codec can stand in a transport stream made here. */
    public static boolean supports(Codec codec) {
        return TsForms.has(codec);
    }

    /** Whether that track can: the codec is supported, and the configuration is there and can be told in a transport stream. */
    public static boolean supports(Track track) {
        try {
            return supports(track.codec()) && TsForms.of(track) != null;
        } catch (MediaFormatException broken) {
            return false;
        }
    }

    /** The next frame begins a segment: PAT and PMT go before it, and the clock with it. Counters go on. */
    public void startSegment() {
        lastPsi = UNSET;
        segmentStarts = true;
    }

    /**
     * Appends one frame and what is due before it.
     *
     * @throws MediaFormatException if the frame is not in its codec's canonical form, or its track's new configuration cannot be
     *     said in a transport stream; nothing is then written and nothing counted
     * @throws IllegalArgumentException if the track is none of this muxer's
     */
    public void write(Frame frame, ByteBuf out) throws MediaFormatException {
        int index = indexOf(frame.track());
        ElementaryStream before = streams.get(index);
        boolean sameTrack = frame.track() == before.track() || frame.track().equals(before.track());
        ElementaryStream stream = sameTrack ? before : ElementaryStream.of(before.pid(), frame.track());
        ByteBuf pes = pes(frame, stream.form(), frame.isKey() || !sameTrack);

        if (!sameTrack) {
            streams.set(index, stream);
            updatePmt();
        }
        boolean bearsClock = frame.track().id() == pcrTrack;
        advance(frame.dts(), bearsClock, out);
        boolean joinable = frame.isKey() && (bearsClock || frame.track().kind() == TrackKind.VIDEO);
        long pcr = bearsClock ? pcr(clock) : Adaptation.NO_PCR;
        stream.pid().write(pes, new Adaptation(frame.isDiscontinuity(), joinable, pcr), out);
        if (bearsClock) {
            lastPcr = clock;
        }
    }

    /**
     * A segment of these frames: {@link #startSegment()} and {@link #write} for each. The list is immutable and has one buffer,
     * read-only and no larger than needed: a packager may keep it.
     *
     * @throws MediaFormatException as {@link #write}; the frames before are lost with the segment, but counted
     */
    public List<ByteBuffer> segment(List<Frame> frames) throws MediaFormatException {
        int payloads = frames.stream().mapToInt(frame -> frame.payload().size() + TsPid.PACKET_LENGTH).sum();
        ByteBuf out = Unpooled.buffer(payloads + payloads / 16);
        startSegment();
        for (Frame frame : frames) {
            write(frame, out);
        }
        return List.of(ByteBuffer.wrap(ByteBufUtil.getBytes(out)).asReadOnlyBuffer());
    }

    /**
     * What another muxer needs to go on where this one stands ({@link Builder#resume}): continuity counters and the version of
     * the tables. For a hand-over, and for a successor with other tracks.
     */
    public byte[] state() {
        TsState state = resumed.next(pmtVersion, ProgramTables.crc(pmtSection));
        state.put(pat);
        state.put(pmt);
        streams.forEach(stream -> state.put(stream.pid()));
        return state.write();
    }

    private ByteBuf pes(Frame frame, TsForm form, boolean joinable) {
        ByteBuf pes = Unpooled.buffer(frame.payload().size() + TsPid.PACKET_LENGTH);
        PesPacket.writeHead(form.streamId(), ticks(frame.pts()), ticks(frame.dts()), pes);
        form.write(frame, joinable, pes);
        PesPacket.setLength(0, pes);
        return pes;
    }

    /** Moves the clock on to that decode time and writes the tables and clock packets that are due until then. */
    private void advance(long dts, boolean bearsClock, ByteBuf out) {
        clock = Math.max(clock, dts); // a track that is behind the others does not turn it back
        boolean fill = lastPcr != UNSET && clock - lastPcr <= LONGEST_FILLED_NANOS;
        while (fill && clock - lastPcr > pcrInterval) {
            lastPcr += pcrInterval;
            writeTablesIfDue(lastPcr, out);
            pcrPid().write(Adaptation.ofPcr(pcr(lastPcr)), out);
        }
        writeTablesIfDue(clock, out);
        if (!bearsClock && (segmentStarts || clock - lastPcr > pcrInterval)) {
            lastPcr = clock;
            pcrPid().write(Adaptation.ofPcr(pcr(clock)), out);
        }
        segmentStarts = false;
    }

    /** Two calls are at most the clock's interval apart: with less than one left, the next call would be too late. */
    private void writeTablesIfDue(long now, ByteBuf out) {
        if (lastPsi == UNSET || now - lastPsi + pcrInterval > psiInterval) {
            lastPsi = now;
            ProgramTables.write(patSection, pat, out);
            ProgramTables.write(pmtSection, pmt, out);
        }
    }

    private void updatePmt() {
        if (!pmtSection(pmtVersion).equals(pmtSection)) {
            nextPmt();
        }
    }

    private void nextPmt() {
        pmtVersion = pmtVersion + 1 & 0x1F;
        pmtSection = pmtSection(pmtVersion);
        lastPsi = UNSET;
    }

    private ByteBuf pmtSection(int version) {
        return ProgramTables.pmt(version, FIRST_TRACK_PID + pcrTrack, streams);
    }

    private int indexOf(Track track) {
        for (int i = 0; i < streams.size(); i++) {
            if (streams.get(i).track().id() == track.id()) {
                return i;
            }
        }
        throw new IllegalArgumentException(track + " is none of " + streams.stream().map(ElementaryStream::track).toList());
    }

    private TsPid pcrPid() {
        return streams.stream().map(ElementaryStream::pid).filter(pid -> pid.pid() == FIRST_TRACK_PID + pcrTrack).findFirst()
                .orElseThrow();
    }

    private long ticks(long nanos) {
        return Timebase.NINETY_KHZ.fromNanos(nanos + offset);
    }

    private long pcr(long nanos) {
        return Math.floorMod(CLOCK.fromNanos(nanos + offset - delay, Rounding.DOWN), Adaptation.PCR_MODULUS);
    }

    /** Not thread-safe. Every setter may be left out; times are nanoseconds. */
    public static final class Builder {
        /** So that neither the clock nor a first frame before 0 wraps right at the beginning, which players take badly. */
        private long offset = 10_000_000_000L;
        private long delay = 500_000_000;
        private long pcrInterval = 50_000_000;
        private long psiInterval = 150_000_000;
        private final List<Track> tracks;
        private byte[] state;

        private Builder(List<Track> tracks) {
            this.tracks = List.copyOf(tracks);
            if (tracks.isEmpty() || tracks.stream().mapToInt(Track::id).distinct().count() != tracks.size()) {
                throw new IllegalArgumentException(tracks + "; allowed are one or more tracks, each with an id of its own");
            }
        }

        /** What is added to all times; 10 s unless set. Time 0 of the stream is that in the transport stream. */
        public Builder offset(long nanos) {
            offset = nanos;
            return this;
        }

        /**
         * How far the clock is behind the decode times, which a decoder holds in its buffers; 500 ms unless set, up to 1 s
         * (2.4.2.6). Tracks may be that far apart.
         */
        public Builder delay(long nanos) {
            delay = within("delay", nanos, 0, 1_000_000_000);
            return this;
        }

        /**
         * Longest time between two PCRs, up to 100 ms (2.7.2); 50 ms unless set. Each frame of the clock's track has one, so 25
         * frames a second keep to the 40 ms that DVB recommends, and 20 or more need no packets for the clock alone.
         */
        public Builder pcrInterval(long nanos) {
            pcrInterval = within("PCR interval", nanos, 1_000_000, 100_000_000);
            return this;
        }

        /**
         * Longest time between two PATs and two PMTs, up to 500 ms (TR 101 290, 5.2.1); 150 ms unless set, which makes it about
         * 100, as they are sent while there is still a PCR interval left.
         */
        public Builder psiInterval(long nanos) {
            psiInterval = within("PSI interval", nanos, 1_000_000, 500_000_000);
            return this;
        }

        /** Goes on where a muxer stood whose {@link TsMuxer#state()} this is. */
        public Builder resume(byte[] stateOfAnother) {
            state = stateOfAnother.clone();
            return this;
        }

        /**
         * The muxer.
         *
         * @throws MediaFormatException if a track's codec is not supported, its configuration is missing or cannot be said in a
         *     transport stream, or what is to be resumed is not what {@link TsMuxer#state()} gave
         */
        public TsMuxer build() throws MediaFormatException {
            return new TsMuxer(this);
        }

        private static long within(String what, long nanos, long least, long most) {
            if (nanos < least || nanos > most) {
                throw new IllegalArgumentException(what + " " + nanos + " ns; allowed are " + least + " to " + most);
            }
            return nanos;
        }
    }
}
