package arcly.media.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.media.Golden;
import arcly.media.rtcp.ReportBlock;
import arcly.media.rtp.ReorderBuffer;
import arcly.media.rtp.RtpCapture;
import arcly.media.rtp.SourceClock;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the wire does to packets, and what comes of it. */
class RtpReceiverTest {
    private static final long MILLI = 1_000_000;

    private static RtpFormat format(String name) {
        return RtpCapture.of(name).description().media().get(0).servedFormat().orElseThrow();
    }

    private static List<String> hashes(List<Frame> frames) {
        return frames.stream().map(frame -> Golden.Packet.of(0, 0, frame.isKey(), frame.payload()).hash()).toList();
    }

    private static List<byte[]> copy(List<byte[]> packets) {
        return new ArrayList<>(packets.stream().map(byte[]::clone).toList());
    }

    private static byte[] withSource(byte[] packet, int ssrc, int sequence, int timestamp) {
        ByteBuffer.wrap(packet).putShort(2, (short) sequence).putInt(4, timestamp).putInt(8, ssrc);
        return packet;
    }

    /** Every packet missing once: what comes is whole, in order, and begins again with a key frame. */
    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265", "vp8", "vp9", "av1"})
    void lossOfAnyPacketCostsOnlyWhatNeedsIt(String name) {
        List<byte[]> packets = RtpCapture.of(name).rtp();
        List<Frame> whole = RtpStream.receive(RtpStream.receiver(format(name)), copy(packets));
        for (int missing = 1; missing < packets.size(); missing++) {
            List<byte[]> rest = copy(packets);
            rest.remove(missing);
            RtpReceiver receiver = RtpStream.receiver(format(name));
            List<Frame> frames = RtpStream.receive(receiver, rest);
            assertThat(hashes(whole)).as("without %d", missing).containsAll(hashes(frames));
            assertThat(frames.size()).isLessThan(whole.size());
            assertThat(receiver.lastRefusal()).isEmpty();
            boolean last = missing == packets.size() - 1;
            assertThat(receiver.buffer().lost()).isEqualTo(last ? 0 : 1);
            for (int i = 1; i < frames.size(); i++) {
                int gap = hashes(whole).indexOf(hashes(frames).get(i)) - hashes(whole).indexOf(hashes(frames).get(i - 1));
                assertThat(gap == 1 || frames.get(i).isKey()).as("without %d, frame %d", missing, i).isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265", "vp8", "vp9", "av1", "aac", "opus", "mp3"})
    void disorderAndDuplicatesChangeNothing(String name) {
        List<byte[]> packets = RtpCapture.of(name).rtp();
        List<Frame> whole = RtpStream.receive(RtpStream.receiver(format(name)), copy(packets));
        for (int seed = 0; seed < 20; seed++) {
            Random random = new Random(seed);
            List<byte[]> shuffled = new ArrayList<>();
            for (byte[] packet : copy(packets)) {
                shuffled.add(packet);
                if (random.nextInt(5) == 0) {
                    shuffled.add(packet.clone());
                }
            }
            for (int i = 1; i + 4 < shuffled.size(); i++) {
                Collections.swap(shuffled, i, i + random.nextInt(4));
            }
            RtpReceiver receiver = RtpStream.receiver(format(name));
            assertThat(hashes(RtpStream.receive(receiver, shuffled))).as("seed %d", seed).isEqualTo(hashes(whole));
            assertThat(receiver.buffer().lost()).isZero();
        }
    }

    @Test
    void withoutWaitingWhatMayBeDamagedIsMarked() {
        RtpFormat format = format("h264");
        List<byte[]> packets = copy(RtpCapture.of("h264").rtp());
        packets.remove(12);
        RtpReceiver receiver = RtpReceiver.of(format, format.track(0), new SourceClock(0).track(90_000),
                new ReorderBuffer(64, 50 * MILLI), false);
        List<Frame> frames = RtpStream.receive(receiver, packets);
        assertThat(receiver.droppedUnits()).isLessThanOrEqualTo(1);
        assertThat(receiver.droppedWaiting()).isZero();
        assertThat(frames.stream().filter(frame -> frame.sideData().containsKey(RtpReceiver.AFTER_LOSS))).hasSize(1);
        assertThat(receiver.wantsKeyFrame()).isFalse();
    }

    @Test
    void keyFrameIsWantedUntilItCame() {
        List<byte[]> packets = copy(RtpCapture.of("h264").rtp());
        RtpReceiver receiver = RtpStream.receiver(format("h264"));
        assertThat(receiver.wantsKeyFrame()).isTrue();
        List<Frame> frames = new ArrayList<>();
        packets.forEach(packet -> receiver.packet(packet, 0, packet.length, 0, frames::add));
        assertThat(receiver.wantsKeyFrame()).isFalse();
        assertThat(frames.get(0).isKey()).isTrue();
    }

    @Test
    void strangersChangeNothing() {
        RtpReceiver receiver = RtpStream.receiver(format("opus"));
        List<Frame> frames = new ArrayList<>();
        int number = 0;
        for (byte[] packet : copy(RtpCapture.of("opus").rtp())) {
            receiver.packet(packet, 0, packet.length, 0, frames::add);
            byte[] stranger = withSource(packet.clone(), 99, number++, 5);
            receiver.packet(stranger, 0, stranger.length, 0, frames::add);
        }
        assertThat(hashes(frames)).isEqualTo(hashes(RtpStream.receive(RtpStream.receiver(format("opus")), RtpCapture.of("opus")
                .rtp())));
        assertThat(receiver.strangers()).isEqualTo(number);
        assertThat(receiver.restarts()).isZero();
    }

    @Test
    void encoderThatBeginsAnewIsFollowed() {
        RtpReceiver receiver = RtpStream.receiver(format("h264"));
        List<Frame> frames = new ArrayList<>();
        List<byte[]> first = copy(RtpCapture.of("h264").rtp());
        first.forEach(packet -> receiver.packet(packet, 0, packet.length, 0, frames::add));
        int before = frames.size();
        int number = 40_000;
        for (byte[] packet : copy(RtpCapture.of("h264").rtp())) {
            int timestamp = ByteBuffer.wrap(packet).getInt(4) + 1_000_000_000;
            receiver.packet(withSource(packet, 99, number++, timestamp), 0, packet.length, 2_000 * MILLI, frames::add);
        }
        assertThat(receiver.restarts()).isEqualTo(1);
        assertThat(receiver.ssrc()).contains(99);
        assertThat(hashes(frames.subList(before, frames.size()))).isEqualTo(hashes(frames.subList(0, before)));
        assertThat(frames.get(before).isDiscontinuity()).isTrue();
        assertThat(frames.get(before).pts()).as("where it arrives").isEqualTo(2_000 * MILLI);
        assertThat(frames.stream().filter(Frame::isDiscontinuity)).hasSize(1);
        assertThat(frames.stream().map(Frame::dts).toList()).isSorted();
    }

    @Test
    void otherPayloadTypesAreNoLoss() {
        RtpReceiver receiver = RtpStream.receiver(format("aac"));
        List<byte[]> packets = copy(RtpCapture.of("aac").rtp());
        packets.get(4)[1] = 13; // comfort noise in the place of a packet
        List<Frame> frames = RtpStream.receive(receiver, packets);
        assertThat(receiver.otherTypes()).isEqualTo(1);
        assertThat(receiver.buffer().lost()).isZero();
        assertThat(frames).isNotEmpty();
    }

    @Test
    void whatIsNoRtpIsCountedAndSaid() {
        RtpReceiver receiver = RtpStream.receiver(format("aac"));
        receiver.packet(new byte[5], 0, 5, 0, frame -> { });
        assertThat(receiver.refused()).isEqualTo(1);
        assertThat(receiver.lastRefusal()).isEqualTo("RTP packet: 5 bytes; allowed: 12 to 65535");
        assertThat(receiver.report(0)).isEmpty();
    }

    /** Handed over after any packet, in disorder too, nothing is lost and no time changes. */
    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265", "vp8", "vp9", "av1", "aac", "opus", "mp3"})
    void successorGoesOn(String name) {
        handOver(name, copy(RtpCapture.of(name).rtp()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "vp8", "av1"})
    void successorGoesOnAlsoWithoutMarkers(String name) {
        List<byte[]> packets = copy(RtpCapture.of(name).rtp());
        packets.forEach(packet -> packet[1] &= 0x7F);
        handOver(name, packets);
    }

    private static void handOver(String name, List<byte[]> packets) {
        RtpFormat format = format(name);
        for (int i = 2; i + 1 < packets.size(); i += 3) {
            Collections.swap(packets, i, i + 1);
        }
        List<Frame> expected = RtpStream.receive(RtpStream.receiver(format), copy(packets));
        for (int at = 0; at <= packets.size(); at++) {
            List<Frame> frames = new ArrayList<>();
            SourceClock source = new SourceClock(0);
            RtpReceiver receiver = RtpReceiver.of(format, format.track(0), source.track(format.clockRate()),
                    new ReorderBuffer(64, 50 * MILLI), true);
            for (int i = 0; i < packets.size(); i++) {
                if (i == at) {
                    byte[] state = receiver.state();
                    source = SourceClock.of(source.state());
                    receiver = RtpReceiver.of(format, receiver.track(), source.track(format.clockRate()),
                            new ReorderBuffer(64, 50 * MILLI), true);
                    receiver.resume(state, i * MILLI, frames::add);
                }
                byte[] packet = packets.get(i).clone();
                receiver.packet(packet, 0, packet.length, i * MILLI, frames::add);
            }
            receiver.tick(100_000 * MILLI, frames::add);
            assertThat(frames.toString()).as("handed over before packet %d", at).isEqualTo(expected.toString());
            assertThat(hashes(frames)).isEqualTo(hashes(expected));
        }
    }

    @Test
    void reportsWhatWasLost() {
        RtpReceiver receiver = RtpStream.receiver(format("h264"));
        List<byte[]> packets = copy(RtpCapture.of("h264").rtp());
        packets.remove(5);
        RtpStream.receive(receiver, packets);
        ReportBlock report = receiver.report(0).orElseThrow();
        assertThat(report.cumulativeLost()).isEqualTo(1);
        assertThat(report.fractionLost()).isEqualTo(256 / (packets.size() + 1));
    }
}
