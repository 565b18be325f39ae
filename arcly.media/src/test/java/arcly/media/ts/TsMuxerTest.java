package arcly.media.ts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.Sources;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.time.Timebase;
import arcly.media.ts.TsReader.Packet;
import arcly.media.ts.TsReader.Pes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TsMuxerTest {
    private static final int VIDEO_PID = TsMuxer.FIRST_TRACK_PID + Sources.VIDEO;
    private static final int AUDIO_PID = TsMuxer.FIRST_TRACK_PID + Sources.AUDIO;
    private static final long MILLI = 1_000_000;

    private final List<Frame> golden = Sources.golden();
    private final Track video = Sources.tracks(golden).get(0);
    private final Track audio = Sources.tracks(golden).get(1);

    private static List<Packet> segment(TsMuxer muxer, List<Frame> frames) {
        List<ByteBuffer> buffers = muxer.segment(frames);
        assertThat(buffers).hasSize(1).allMatch(ByteBuffer::isReadOnly);
        return TsReader.packets(buffers.get(0));
    }

    private static List<Packet> write(TsMuxer muxer, Frame frame) {
        ByteBuf out = Unpooled.buffer();
        muxer.write(frame, out);
        return TsReader.packets(out.nioBuffer());
    }

    private static Frame frame(Track track, long millis, int payload) {
        byte[] bytes = new byte[payload];
        ByteBuffer.wrap(bytes).putInt(payload - 4).put((byte) 0x41);
        return Frame.of(track).dts(millis * MILLI).payload(Payload.wrap(bytes)).build();
    }

    @Test
    void packetsStandAsInTheGoldenDump() {
        List<Frame> frames = Sources.withSecondAudio(golden).subList(0, 12);
        TsMuxer muxer = TsMuxer.of(Sources.tracks(frames)).build();
        List<String> dump = new ArrayList<>();
        segment(muxer, frames).forEach(packet -> dump.add(packet.toString()));
        assertThat(dump).isEqualTo(Golden.lines("bframes.ts.txt"));
    }

    @Test
    void countersGoOnOverSegmentsAndHandOvers() {
        List<Frame> frames = Sources.made(2);
        List<Packet> packets = new ArrayList<>();
        byte[] state = null;
        for (List<Frame> segment : Sources.segments(frames)) {
            TsMuxer.Builder next = TsMuxer.of(Sources.tracks(frames));
            TsMuxer muxer = (state == null ? next : next.resume(state)).build();
            packets.addAll(segment(muxer, segment));
            state = muxer.state();
        }
        TsReader.checkContinuity(packets);
        assertThat(packets.stream().filter(packet -> packet.pid() == TsMuxer.PMT_PID)
                .map(packet -> List.of(packet.payload()[6] & 0x3E))).containsOnly(List.of(0)); // version_number: the same
    }

    @Test
    void goingOnInstanceWritesWhatTheFirstWouldHave() {
        List<List<Frame>> segments = Sources.segments(Sources.made(0));
        TsMuxer first = TsMuxer.of(Sources.tracks(segments.get(0))).build();
        first.segment(segments.get(0));
        TsMuxer second = TsMuxer.of(Sources.tracks(segments.get(0))).resume(first.state()).build();
        ByteBuf pes = Unpooled.buffer();
        first.segment(segments.get(1)).forEach(pes::writeBytes);
        List<Packet> others = segment(second, segments.get(1));
        assertThat(TsReader.pes(others, VIDEO_PID)).usingRecursiveComparison()
                .isEqualTo(TsReader.pes(TsReader.packets(pes.nioBuffer()), VIDEO_PID));
    }

    @Test
    void successorWithOtherTracksSaysSoInTheTables() {
        TsMuxer first = TsMuxer.of(List.of(video, audio)).build();
        List<Packet> packets = new ArrayList<>(segment(first, golden));
        TsMuxer second = TsMuxer.of(List.of(video)).resume(first.state()).build();
        packets.addAll(segment(second, Sources.ofTrack(golden, Sources.VIDEO)));
        TsMuxer third = TsMuxer.of(List.of(video, audio)).resume(second.state()).build();
        packets.addAll(segment(third, golden));
        TsReader.checkContinuity(packets); // the sound's too, which was away in between
        assertThat(packets.stream().filter(packet -> packet.pid() == TsMuxer.PMT_PID)
                .map(packet -> packet.payload()[6] >> 1 & 0x1F).distinct()).containsExactly(0, 1, 2);
    }

    @ParameterizedTest(name = "a frame every {0} ms")
    @ValueSource(ints = {1, 16, 40, 42, 50, 100, 200, 1000, 9999})
    void clockAndTablesComeOftenEnough(int everyMillis) {
        List<Frame> frames = IntStream.range(0, 30).mapToObj(i -> frame(video, (long) i * everyMillis, 700)).toList();
        TsMuxer muxer = TsMuxer.of(List.of(video)).build();
        List<Packet> packets = new ArrayList<>(segment(muxer, frames.subList(0, 15)));
        packets.addAll(segment(muxer, frames.subList(15, 30)));
        TsReader.checkContinuity(packets);
        assertThat(TsReader.longestPcrInterval(packets)).isLessThanOrEqualTo(50);
        assertThat(TsReader.longestPsiInterval(packets, ProgramTables.PAT_PID)).isLessThanOrEqualTo(150);
        assertThat(TsReader.longestPsiInterval(packets, TsMuxer.PMT_PID)).isLessThanOrEqualTo(150);
    }

    @Test
    void clockKeepsToFortyMillisecondsWithSoundAndPicture() {
        long end = Sources.ofTrack(golden, Sources.VIDEO).stream().mapToLong(Frame::dts).max().orElseThrow();
        List<Packet> packets = segment(TsMuxer.of(List.of(video, audio)).build(),
                golden.stream().filter(frame -> frame.dts() <= end).toList()); // the sound goes on for a little
        assertThat(TsReader.longestPcrInterval(packets)).isLessThanOrEqualTo(40);
        assertThat(TsReader.longestPsiInterval(packets, TsMuxer.PMT_PID)).isBetween(80.0, 150.0);
    }

    @Test
    void longSilenceIsNotFilled() {
        TsMuxer muxer = TsMuxer.of(List.of(video)).build();
        write(muxer, frame(video, 0, 100));
        assertThat(write(muxer, frame(video, 3_600_000, 100))).hasSize(3); // PAT, PMT, the frame
    }

    @Test
    void segmentBeginsWithTablesAndClock() {
        TsMuxer muxer = TsMuxer.of(List.of(video, audio)).build();
        List<Frame> soundFirst = List.of(audioFrame(0), frame(video, 5, 300));
        List<Frame> soundOnly = List.of(audioFrame(30), audioFrame(50));
        for (List<Packet> packets : List.of(segment(muxer, soundFirst), segment(muxer, soundOnly))) {
            assertThat(packets.stream().map(Packet::pid).limit(4))
                    .containsExactly(ProgramTables.PAT_PID, TsMuxer.PMT_PID, VIDEO_PID, AUDIO_PID);
            assertThat(packets.get(2).pcr()).isNotEqualTo(TsReader.NONE);
        }
    }

    private Frame audioFrame(long millis) {
        return Frame.of(audio).dts(millis * MILLI).key(true).payload(Payload.wrap(new byte[100])).build();
    }

    @Test
    void clockIsBehindEveryDecodeTimeByTheDelay() {
        List<Packet> packets = segment(TsMuxer.of(List.of(video, audio)).delay(300 * MILLI).build(), golden);
        for (Packet packet : packets) {
            if (packet.start() && packet.pcr() != TsReader.NONE) {
                assertThat(Pes.read(packet.payload()).dts() * 300 - packet.pcr()).isEqualTo(300 * 27_000);
            }
        }
    }

    @Test
    void everyFrameIsThereBeforeItIsDecodedAndNotASecondBefore() {
        List<Frame> frames = Sources.withSecondAudio(Sources.made(2));
        long clock = TsReader.NONE;
        for (Packet packet : segment(TsMuxer.of(Sources.tracks(frames)).build(), frames)) {
            clock = packet.pcr() != TsReader.NONE ? packet.pcr() : clock;
            if (packet.start() && packet.pid() >= TsMuxer.FIRST_TRACK_PID && packet.pid() < TsMuxer.PMT_PID) {
                assertThat(Pes.read(packet.payload()).dts() * 300 - clock).as(packet.toString()).isBetween(0L, 27_000_000L);
            }
        }
    }

    @Test
    void trackThatIsBehindDoesNotTurnTheClockBack() {
        TsMuxer muxer = TsMuxer.of(List.of(video, audio)).build();
        List<Packet> packets = segment(muxer, List.of(frame(video, 0, 300), audioFrame(90), frame(video, 40, 300),
                audioFrame(110), frame(video, 80, 300)));
        assertThat(packets.stream().map(Packet::pcr).filter(pcr -> pcr != TsReader.NONE).toList()).isSorted();
    }

    @Test
    void everyPayloadSizeFillsItsPackets() {
        TsMuxer muxer = TsMuxer.of(List.of(video)).build();
        List<Packet> packets = new ArrayList<>();
        for (int size = 5; size < 600; size++) {
            Frame frame = frame(video, size * 40L, size);
            packets.addAll(segment(muxer, List.of(frame)));
            Pes last = TsReader.pes(packets, VIDEO_PID).get(size - 5);
            assertThat(last.data().length).isEqualTo(6 + size); // behind a delimiter
        }
        TsReader.checkContinuity(packets);
    }

    @Test
    void lengthOfAFrameThatIsTooLongForItIsLeftOpen() {
        TsMuxer muxer = TsMuxer.of(List.of(video)).build();
        List<Packet> packets = segment(muxer, List.of(frame(video, 0, 65_521), frame(video, 40, 65_522)));
        assertThat(TsReader.pes(packets, VIDEO_PID)).extracting(Pes::length).containsExactly(65_535, 0);
    }

    @Test
    void timesStartOver() {
        long twoTicksBefore = Timebase.NINETY_KHZ.toNanos((1L << 33) - 2);
        TsMuxer muxer = TsMuxer.of(List.of(video)).offset(twoTicksBefore).delay(0).build();
        List<Packet> packets = segment(muxer, List.of(frame(video, 0, 300), frame(video, 40, 300)));
        assertThat(TsReader.pes(packets, VIDEO_PID)).extracting(Pes::dts).containsExactly((1L << 33) - 2, 3598L);
        assertThat(packets.stream().map(Packet::pcr).filter(pcr -> pcr != TsReader.NONE))
                .containsExactly(((1L << 33) - 2) * 300, 3598L * 300);
    }

    @Test
    void keyFramesAndDiscontinuitiesAreMarked() {
        TsMuxer muxer = TsMuxer.of(List.of(video, audio)).build();
        Frame key = Frame.of(video).payload(frame(video, 0, 500).payload()).key(true).discontinuity(true).build();
        List<Packet> packets = segment(muxer, List.of(key, frame(video, 40, 500), audioFrame(40)));
        assertThat(packets.stream().filter(Packet::randomAccess)).containsExactly(packets.get(2));
        assertThat(packets.stream().filter(Packet::discontinuity)).containsExactly(packets.get(2));
        Frame broken = Frame.of(audio).dts(60 * MILLI).payload(Payload.wrap(new byte[100])).discontinuity(true).build();
        assertThat(write(muxer, broken)).extracting(Packet::discontinuity).containsExactly(true);
    }

    @Test
    void newLanguageIsANewVersionOfTheTables() {
        TsMuxer muxer = TsMuxer.of(List.of(video, audio)).build();
        segment(muxer, golden);
        long end = golden.get(golden.size() - 1).dts() / MILLI;
        Frame same = Frame.of(audio.toBuilder().build()).dts((end + 1) * MILLI).payload(Payload.wrap(new byte[50])).build();
        assertThat(write(muxer, same)).extracting(Packet::pid).doesNotContain(TsMuxer.PMT_PID);
        Track french = audio.toBuilder().language("fr").build();
        Frame other = Frame.of(french).dts((end + 2) * MILLI).payload(Payload.wrap(new byte[50])).build();
        List<Packet> packets = write(muxer, other);
        assertThat(packets).extracting(Packet::pid).containsExactly(ProgramTables.PAT_PID, TsMuxer.PMT_PID, AUDIO_PID);
        assertThat(packets.get(1).payload()[6] >> 1 & 0x1F).isEqualTo(1);
    }

    @Test
    void frameThatIsNotCanonicalLeavesNothingBehind() {
        TsMuxer muxer = TsMuxer.of(List.of(video)).build();
        Frame broken = Frame.of(video).payload(Payload.wrap(Golden.hex("0000000941"))).build();
        byte[] before = muxer.state();
        ByteBuf out = Unpooled.buffer();
        assertThatThrownBy(() -> muxer.write(broken, out)).isInstanceOf(MediaFormatException.class);
        assertThat(out.readableBytes()).isZero();
        assertThat(muxer.state()).isEqualTo(before);
        assertThat(write(muxer, frame(video, 0, 100))).hasSize(3);
    }

    @Test
    void whatCannotBeSaidIsRefusedAtOnce() {
        Track opus = Track.of(3, Codec.OPUS).build();
        assertThatThrownBy(() -> TsMuxer.of(List.of(opus)).build()).isInstanceOf(MediaFormatException.class)
                .matches(e -> ((MediaFormatException) e).isUnsupported());
        assertThat(TsMuxer.supports(Codec.OPUS)).isFalse();
        assertThat(TsMuxer.supports(Codec.AAC)).isTrue();
        Track eld = Track.of(3, Codec.AAC).configuration(Payload.wrap(Golden.hex("f8e85000"))).build();
        assertThat(AudioSpecificConfig.read(eld.configuration()).objectType()).isEqualTo(AudioSpecificConfig.ER_AAC_ELD);
        assertThatThrownBy(() -> TsMuxer.of(List.of(eld)).build()).isInstanceOf(MediaFormatException.class);
        assertThatThrownBy(() -> TsMuxer.of(List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TsMuxer.of(List.of(video, video))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TsMuxer.of(List.of(video)).build().write(audioFrame(0), Unpooled.buffer()))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TsMuxer.of(List.of(video)).pcrInterval(101 * MILLI))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "01", "0200000000000000", "01000000000000ff"})
    void stateOfSomebodyElseIsRefused(String hex) {
        byte[] state = Golden.hex(hex);
        assertThatThrownBy(() -> TsMuxer.of(List.of(video)).resume(state).build()).isInstanceOf(MediaFormatException.class);
    }

    @Test
    void manyTracksNeedSeveralPacketsForTheirTable() {
        List<Track> tracks = IntStream.range(0, 64).mapToObj(id -> Track.of(id, Codec.AAC).language("en")
                .configuration(audio.configuration()).build()).toList();
        TsMuxer muxer = TsMuxer.of(tracks).build();
        List<Packet> packets = segment(muxer, List.of(Frame.of(tracks.get(0)).payload(Payload.wrap(new byte[9])).build()));
        List<Packet> pmt = packets.stream().filter(packet -> packet.pid() == TsMuxer.PMT_PID).toList();
        assertThat(pmt).hasSize(4);
        assertThat(pmt).extracting(Packet::start).containsExactly(true, false, false, false);
    }
}
