package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.codec.TrackAssemblers;
import arcly.media.rtcp.ReceptionStatistics;
import arcly.media.rtcp.ReportBlock;
import arcly.media.rtcp.SenderReport;
import arcly.media.rtp.ReorderBuffer;
import arcly.media.rtp.RtpPacket;
import arcly.media.rtp.TrackClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * One RTP stream, from packets as they arrive to frames on the stream's timeline: in order, joined, in canonical form, with
 * decode times. What is wrong with the wire is counted and never thrown.
 *
 * <p>Video begins with a key frame. After a loss the frames up to the next one are dropped, or, if so asked, given with
 * {@link #AFTER_LOSS} among their side data. Times are nanoseconds of the clock that the caller drives. Not thread-safe.
 */
public final class RtpReceiver {
    /** Side data (empty) of a frame that may need something that was lost. */
    public static final String AFTER_LOSS = "rtp.afterloss";

    // Of one frame: as many as a picture of UnitBuffer.MOST_BYTES has in packets of 1,000 bytes. Handed over, not counted on.
    private static final int MOST_JOINING = 32_768;

    private final RtpFormat format;
    private final TrackClock clock;
    private final ReorderBuffer buffer;
    private final Depacketiser depacketiser;
    private final TrackAssembler assembler;
    private final boolean waitsForKey;
    private final FrameTimes times = new FrameTimes();
    private final SourceGate gate = new SourceGate();
    private final Units units = new Units();

    // of the source at hand
    private ReceptionStatistics statistics; // null before the first packet
    private boolean anchored;
    private boolean broken;  // the next frame's time has nothing to do with the last one's

    // while a packet is taken
    private long now;
    private Consumer<Frame> out;

    private final List<RtpPacket> joining = new ArrayList<>(); // since the last unit that was given
    private Track template;  // what comes before the stream says more
    private boolean waiting; // for a key frame

    // since the beginning
    private long refused;
    private long otherTypes;
    private long restarts;
    private long waitedFor;
    private String lastRefusal = "";

    private RtpReceiver(RtpFormat format, Track template, TrackClock clock, ReorderBuffer buffer, boolean waitsForKey) {
        this.format = format;
        this.clock = clock;
        this.buffer = buffer;
        this.template = template;
        this.depacketiser = format.depacketiser();
        this.assembler = assembler(template);
        this.waitsForKey = waitsForKey && template.kind() == TrackKind.VIDEO;
        this.waiting = this.waitsForKey;
    }

    /**
     * @param track as {@link RtpFormat#track} gives it, perhaps with more properties: the first of those that come out
     * @param clock of this stream alone
     * @param buffer of this stream alone, empty
     * @param waitsForKey false for frames that may be damaged rather than none
     * @throws MediaFormatException if arcly does not read this format
     */
    public static RtpReceiver of(RtpFormat format, Track track, TrackClock clock, ReorderBuffer buffer, boolean waitsForKey)
            throws MediaFormatException {
        return new RtpReceiver(format, track, clock, buffer, waitsForKey);
    }

    private static TrackAssembler assembler(Track template) {
        return TrackAssemblers.of(template).orElseGet(() -> {
            if (template.kind() == TrackKind.VIDEO) {
                throw MediaFormatException.unsupported("RTP receiver", template.codec(), "codecs that have an assembler");
            }
            return new RawAssembler(template);
        });
    }

    /** From here on only packets of this source count, until another one takes over; RTSP tells it in {@code Transport}. */
    public void expect(int ssrc) {
        gate.expect(ssrc);
    }

    /**
     * Takes a packet as it came. The array is given away: a frame may be a part of it.
     *
     * @param frames is given the frames that are complete by then, in here, in decode order
     */
    public void packet(byte[] data, int offset, int length, long nowNanos, Consumer<Frame> frames) {
        RtpPacket packet;
        try {
            packet = RtpPacket.read(data, offset, length);
        } catch (MediaFormatException wrong) {
            refuse(wrong);
            return;
        }
        now = nowNanos;
        out = frames;
        switch (gate.judge(packet)) {
            case TAKE -> take(packet);
            case RESTART -> restart(packet);
            default -> {
            }
        }
        out = null;
    }

    private void restart(RtpPacket packet) {
        RtpPacket before = gate.takeSuspect();
        restarts++;
        buffer.restart(this::inOrder);
        clock.restart();
        times.restart();
        statistics = null;
        anchored = false;
        broken = true;
        take(before);
        take(packet);
    }

    private void take(RtpPacket packet) {
        if (statistics == null) {
            statistics = new ReceptionStatistics(packet.ssrc(), format.clockRate());
        }
        statistics.received(packet, now);
        if (!anchored && packet.payloadType() == format.payloadType()) {
            anchored = true;
            clock.toNanos(packet.timestamp(), now); // a large frame is complete only later
        }
        buffer.add(packet, now, this::inOrder);
    }

    /** Time has passed: gives up packets that have been waited for long enough. */
    public void tick(long nowNanos, Consumer<Frame> frames) {
        now = nowNanos;
        out = frames;
        buffer.tick(nowNanos, this::inOrder);
        out = null;
    }

    /** When {@link #tick} has something to do if no packet comes before; {@code Long.MAX_VALUE} if it will not. */
    public long deadline() {
        return buffer.deadline();
    }

    private void inOrder(RtpPacket packet, int lost) {
        if (packet.payloadType() != format.payloadType()) {
            otherTypes++; // comfort noise, error correction ...: no gap in what is here
            return;
        }
        if (lost != 0 || joining.size() == MOST_JOINING) {
            joining.clear();
        }
        joining.add(packet);
        units.given = false;
        try {
            depacketiser.add(packet, lost, units);
        } catch (MediaFormatException wrong) {
            joining.clear();
            refuse(wrong);
        }
        if (units.given) {
            boolean begun = !joining.isEmpty() && units.timestamp != packet.timestamp(); // it ended the frame before by its time
            joining.clear();
            if (begun) {
                joining.add(packet);
            }
        }
    }

    private void refuse(MediaFormatException wrong) {
        refused++;
        lastRefusal = wrong.getMessage();
    }

    /** From units to frames. */
    private final class Units implements UnitSink {
        private MediaUnit unit;
        private boolean given;  // a unit, since this was set to false
        private long timestamp; // of the first unit since then

        @Override
        public void unit(MediaUnit next) {
            unit = next;
            timestamp = given ? timestamp : next.timestamp();
            given = true;
            long pts = clock.toNanos(next.timestamp(), now);
            if (clock.jumped()) {
                times.restart();
                broken = true;
            }
            try {
                assembler.frames(next.data(), next.offset(), next.length(), pts, pts, this::frame);
            } catch (MediaFormatException wrong) {
                waiting = waitsForKey;
                refuse(wrong);
            }
        }

        @Override
        public void configuration(Payload configuration) {
            byte[] bytes = configuration.toByteArray();
            assembler.configure(bytes, 0, bytes.length);
        }

        private void frame(Frame frame) {
            long dts = times.next(frame); // also of one that is dropped: its place in the order counts
            waiting = waitsForKey && !frame.isKey() && (waiting || unit.isAfterLoss());
            if (waiting) {
                waitedFor++;
                return;
            }
            Frame.Builder builder = Frame.of(frame.track()).dts(dts)
                    .pts(frame.track().kind() == TrackKind.VIDEO ? frame.pts() : dts)
                    .duration(frame.duration()).captureTime(clock.captureTime(unit.timestamp())).key(frame.isKey())
                    .discontinuity(broken).discardable(frame.isDiscardable())
                    .layers(frame.temporalLayer(), frame.spatialLayer()).payload(frame.payload());
            if (unit.isAfterLoss() && !frame.isKey()) {
                builder.sideData(Map.of(AFTER_LOSS, Payload.EMPTY));
            }
            broken = false;
            out.accept(builder.build());
        }
    }

    /** A sender report of this stream came. */
    public void senderReport(SenderReport report, long nowNanos) {
        if (gate.isKnown() && report.ssrc() == gate.ssrc()) {
            clock.senderReport(report.ntp(), report.timestamp());
            if (statistics != null) {
                statistics.senderReport(report, nowNanos);
            }
        }
    }

    /** The block for the next receiver report, whose interval ends now; empty before the first packet. */
    public Optional<ReportBlock> report(long nowNanos) {
        return Optional.ofNullable(statistics).map(each -> each.report(nowNanos));
    }

    /**
     * What {@link #resume} needs to go on elsewhere, beside {@link #track()} and the source's clock: also the packets of the
     * frame that is not whole yet. Counters begin anew there, and so does what LATM said of its configuration in the stream.
     */
    public byte[] state() {
        List<byte[]> packets = new ArrayList<>();
        joining.forEach(packet -> packets.add(packet.toByteArray()));
        buffer.waiting().forEach(packet -> packets.add(packet.toByteArray()));
        int due = joining.isEmpty() ? buffer.due() : joining.get(0).sequence();
        int flags = (anchored ? ReceiverState.ANCHORED : 0) | (waiting ? ReceiverState.WAITING : 0)
                | (broken ? ReceiverState.BROKEN : 0);
        long[][] frames = times.state();
        long[] reception = statistics == null ? new long[0] : statistics.state();
        return new ReceiverState(gate.isKnown(), gate.ssrc(), due, flags,
                new long[][] {clock.state(), reception, frames[0], frames[1], frames[2]}, packets).write();
    }

    /**
     * Goes on where another receiver stopped, of the same format and the track it had then. Before the first packet only.
     *
     * @param state as {@link #state} gave it
     * @param frames is given frames, should packets that waited make any whole
     * @throws MediaFormatException if it is no such state
     */
    public void resume(byte[] state, long nowNanos, Consumer<Frame> frames) throws MediaFormatException {
        ReceiverState before = ReceiverState.read(state);
        if (before.sourceKnown()) {
            gate.expect(before.ssrc());
        }
        anchored = (before.flags() & ReceiverState.ANCHORED) != 0;
        waiting = waitsForKey && (before.flags() & ReceiverState.WAITING) != 0;
        broken = (before.flags() & ReceiverState.BROKEN) != 0;
        clock.resume(before.values()[0]);
        if (before.values()[1].length > 0) {
            statistics = new ReceptionStatistics(before.ssrc(), format.clockRate());
            statistics.resume(before.values()[1]);
        }
        times.resume(new long[][] {before.values()[2], before.values()[3], before.values()[4]}, assembler.track());
        if (before.due() >= 0) {
            buffer.resume(before.due());
        }
        now = nowNanos;
        out = frames;
        for (byte[] packet : before.packets()) {
            buffer.add(RtpPacket.read(packet, 0, packet.length), nowNanos, this::inOrder);
        }
        out = null;
    }

    /** What is known of the track by now. */
    public Track track() {
        return assembler.track() == null ? template : assembler.track();
    }

    public RtpFormat format() {
        return format;
    }

    /** True while frames are dropped until a key frame comes: a sender that can be asked for one should be. */
    public boolean wantsKeyFrame() {
        return waiting;
    }

    /** SSRC of the source at hand; empty before the first packet or {@link #expect}. */
    public Optional<Integer> ssrc() {
        return gate.isKnown() ? Optional.of(gate.ssrc()) : Optional.empty();
    }

    /** Counts of lost, late and duplicate packets. */
    public ReorderBuffer buffer() {
        return buffer;
    }

    /** Packets and units that broke their format, since the beginning. */
    public long refused() {
        return refused;
    }

    /** What was wrong with the last of {@link #refused}; empty if nothing ever was. */
    public String lastRefusal() {
        return lastRefusal;
    }

    /** Packets of sources that are not this one, since the beginning. */
    public long strangers() {
        return gate.strangers();
    }

    /** Packets of payload types that are not this format's, since the beginning. */
    public long otherTypes() {
        return otherTypes;
    }

    /** Times that another source took over, since the beginning. */
    public long restarts() {
        return restarts;
    }

    /** Frames of which a part was lost or broken, since the beginning. */
    public long droppedUnits() {
        return depacketiser.droppedUnits();
    }

    /** Frames that were whole, but dropped until a key frame came, since the beginning. */
    public long droppedWaiting() {
        return waitedFor;
    }

    /** Frames whose times contradict their order, since the beginning. */
    public long strangeTimes() {
        return times.strange();
    }
}
