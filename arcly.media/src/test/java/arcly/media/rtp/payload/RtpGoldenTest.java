package arcly.media.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.TrackKind;
import arcly.media.Golden;
import arcly.media.Golden.Packet;
import arcly.media.rtp.RtpCapture;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What FFmpeg and GStreamer send, compared with what they sent it from; and sent again, cut as we cut it. */
class RtpGoldenTest {
    private static final long TICK = 11_112; // of 90 kHz, rounded up: RTP's times are rounded to it

    private static RtpFormat format(RtpCapture capture) {
        return capture.description().media().get(0).servedFormat().orElseThrow();
    }

    private static List<Packet> expected(String name, String type) {
        return Golden.packets("rtp/" + name, type);
    }

    private static List<Packet> untimed(List<Packet> packets) {
        return packets.stream().map(each -> new Packet(0, 0, each.size(), each.key(), each.hash())).toList();
    }

    private static List<Packet> untimedFrames(List<Frame> frames) {
        return frames.stream().map(each -> Packet.of(0, 0, each.isKey(), each.payload())).toList();
    }

    @ParameterizedTest
    @CsvSource({"h264, h264, video, 0", "h265, h265, video, 0", "vp8, vp8, video, 0", "vp9, vp9, video, 0", "av1, av1, video, 0",
        "aac, aac, audio, 1", "latm, aac, audio, 0", "opus, opus, audio, 0", "mp3, mp3, audio, 1"})
    void framesAreThoseThatWereSent(String name, String source, String type, int kept) {
        RtpCapture capture = RtpCapture.of(name);
        RtpReceiver receiver = RtpStream.receiver(format(capture));
        List<Frame> frames = RtpStream.receive(receiver, capture.rtp());

        List<Packet> expected = expected(source, type);
        expected = expected.subList(0, expected.size() - kept); // FFmpeg keeps what waits for company when it ends
        assertThat(untimedFrames(frames)).isEqualTo(untimed(expected));
        assertThat(receiver.lastRefusal()).isEmpty();
        assertThat(receiver.droppedUnits() + receiver.droppedWaiting()).isZero();
        Frame first = frames.get(0);
        for (int i = 0; i < frames.size(); i++) {
            long pts = (expected.get(i).pts() - expected.get(0).pts()) * 1_000_000;
            assertThat(frames.get(i).pts() - first.pts()).as("pts of %d", i).isBetween(pts - 1_000_000, pts + 1_000_000);
            assertThat(frames.get(i).dts()).isLessThanOrEqualTo(frames.get(i).pts());
        }
    }

    @ParameterizedTest
    @CsvSource({"gst-h264, H264, 90000, h264, video, 0", "gst-h265, H265, 90000, h265, video, 0",
        "gst-vp8, VP8, 90000, vp8, video, 0", "gst-vp9, VP9, 90000, vp9, video, 0",
        "gst-aac, mpeg4-generic, 48000, aac, audio, 1"})
    void framesOfGstreamerAreThoseThatWereSent(String name, String encoding, int clockRate, String source, String type,
            int leftOut) {
        RtpFormat format = RtpFormat.of(96, encoding, clockRate, 2,
                FormatParameters.read("mode=AAC-hbr; sizelength=13; indexlength=3; indexdeltalength=3; config=1190"));
        RtpReceiver receiver = RtpStream.receiver(format);
        List<Frame> frames = RtpStream.receive(receiver, RtpCapture.of(name).rtp());
        assertThat(receiver.lastRefusal()).isEmpty();
        List<Packet> all = expected(source, type); // of AAC GStreamer leaves out the priming and what the file says is no sound
        assertThat(untimedFrames(frames)).isEqualTo(untimed(all.subList(leftOut, all.size() - leftOut)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265"})
    void decodeTimesAreThoseThatTheEncoderMeant(String name) {
        RtpCapture capture = RtpCapture.of(name);
        List<Frame> frames = RtpStream.receive(RtpStream.receiver(format(capture)), capture.rtp());
        List<Packet> expected = expected(name, "video");
        for (int i = 0; i < frames.size(); i++) {
            long delay = (expected.get(i).pts() - expected.get(i).dts()) * 1_000_000;
            assertThat(frames.get(i).pts() - frames.get(i).dts()).as("delay of %d", i).isBetween(delay - 2 * TICK, delay
                    + 2 * TICK);
        }
    }

    @ParameterizedTest
    @CsvSource({"pcmu, ee62c0edd61024bc5f8c887b05b3f9f1, 8000, 1", "g722, 5150179d40d9471d43b2c04588ff0a23, 8000, 1",
        "l16, a588f0f50fae7bca83ba7b10a49ebc62, 44100, 4"})
    void samplesAreThoseThatWereSent(String name, String hash, int clockRate, int bytesOfTick) throws Exception {
        RtpCapture capture = RtpCapture.of(name);
        List<Frame> frames = RtpStream.receive(RtpStream.receiver(format(capture)), capture.rtp());
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Frame frame : frames) {
            long time = Math.round(1e9 * all.size() / bytesOfTick / clockRate);
            assertThat(frame.pts() - frames.get(0).pts()).isBetween(time - 1, time + 1);
            all.write(frame.payload().toByteArray());
        }
        assertThat(HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(all.toByteArray()))).isEqualTo(hash);
    }

    @Test
    void transportPacketsComeWhole() {
        RtpFormat format = RtpFormat.ofStatic(33).orElseThrow();
        RtpCapture capture = RtpCapture.of("mpegts");
        List<Frame> frames = RtpStream.receive(RtpStream.receiver(format), capture.rtp());
        assertThat(frames).hasSize(capture.rtp().size()).allMatch(frame -> frame.payload().size() % 188 == 0);
        Frame all = Frame.of(format.track(0)).payload(bytes(frames)).build();
        assertThat(RtpStream.packets(format, List.of(all), 1_400, 0, 0)).allMatch(packet -> packet[12] == 0x47)
                .first().satisfies(packet -> assertThat(packet).hasSize(12 + 7 * 188));
    }

    @ParameterizedTest
    @ValueSource(strings = {"vp8", "vp9", "av1"})
    void unitsAreThePacketsOfTheFile(String name) {
        RtpCapture capture = RtpCapture.of(name);
        Depacketiser depacketiser = format(capture).depacketiser();
        List<Packet> units = new ArrayList<>();
        capture.packets().forEach(packet -> depacketiser.add(packet, 0, unit ->
                units.add(Packet.of(0, 0, false, Payload.wrap(unit.data(), unit.offset(), unit.length())))));
        assertThat(units).isEqualTo(expected(name, "video").stream()
                .map(each -> new Packet(0, 0, each.size(), false, each.hash())).toList());
    }

    @Test
    void ac3OfGstreamerIsThatOfTheFile() {
        RtpFormat format = RtpFormat.of(96, "ac3", 48_000, 2, FormatParameters.NONE);
        RtpReceiver receiver = RtpStream.receiver(format);
        List<Frame> frames = RtpStream.receive(receiver, RtpCapture.of("ac3").rtp());
        assertThat(receiver.lastRefusal()).isEmpty();
        assertThat(untimedFrames(frames)).isEqualTo(untimed(expected("ac3", "audio")));
        assertThat(frames.get(1).pts() - frames.get(0).pts()).isEqualTo(32_000_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "h265", "vp8", "vp9", "av1", "aac", "opus", "mp3", "ac3", "pcmu", "g722", "l16"})
    void framesGoOutAndComeBackTheSame(String name) {
        RtpFormat in = name.equals("ac3") ? RtpFormat.of(96, "ac3", 48_000, 2, FormatParameters.NONE) : format(RtpCapture
                .of(name));
        List<Frame> frames = RtpStream.receive(RtpStream.receiver(in), RtpCapture.of(name).rtp());
        RtpFormat out = RtpFormat.of(frames.get(0).track(), 97).orElseThrow();
        for (int most : new int[] {64, 200, 1_200, 60_000}) {
            RtpReceiver receiver = RtpStream.receiver(out);
            List<byte[]> packets = RtpStream.packets(out, frames, most, 65_530, 0xFFFF_FFF0L);
            assertThat(packets).allMatch(packet -> packet.length <= most + RtpStream.HEADROOM || name.equals("opus"));
            List<Frame> back = RtpStream.receive(receiver, packets);
            assertThat(receiver.lastRefusal()).isEmpty();
            if (in.track(0).kind() == TrackKind.VIDEO || back.size() == frames.size()) {
                assertThat(untimedFrames(back)).isEqualTo(untimedFrames(frames));
                assertThat(relative(back)).isEqualTo(relative(frames));
                assertThat(back).allMatch(frame -> frame.track().equals(back.get(0).track()));
                assertThat(back.get(0).track().configuration()).isEqualTo(frames.get(0).track().configuration());
            }
            assertThat(bytes(back)).isEqualTo(bytes(frames));
        }
    }

    /** Presentation and decode times since the first frame, ticks of 90 kHz or of the samples apart at most. */
    private static List<Long> relative(List<Frame> frames) {
        List<Long> times = new ArrayList<>();
        for (Frame frame : frames) {
            times.add(Math.round((frame.pts() - frames.get(0).pts()) / 1e6));
            times.add(Math.round((frame.dts() - frames.get(0).dts()) / 1e6));
        }
        return times;
    }

    private static Payload bytes(List<Frame> frames) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        frames.forEach(frame -> all.writeBytes(frame.payload().toByteArray()));
        return Payload.wrap(all.toByteArray());
    }
}
