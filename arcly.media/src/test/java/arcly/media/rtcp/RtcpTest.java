package arcly.media.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.rtp.NtpTime;
import arcly.media.rtp.RtpCapture;
import arcly.media.rtp.RtpHeader;
import arcly.media.rtp.RtpPacket;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class RtcpTest {
    private static final ReportBlock BLOCK = ReportBlock.of(0xcafebabe, 64, -2, 0x0001_ffff, 17, 0x11223344, 65_536);
    private static final String BLOCK_HEX = "cafebabe40fffffe0001ffff000000111122334400010000";

    static Stream<Arguments> onTheWire() {
        return Stream.of(
                Arguments.of(SenderReport.of(1, 0x83aa7e8080000000L, 90_000, 3, 4_000, List.of(BLOCK)),
                        "81c8000c" + "00000001" + "83aa7e8080000000" + "00015f90" + "00000003" + "00000fa0" + BLOCK_HEX),
                Arguments.of(ReceiverReport.of(1, List.of()), "80c9000100000001"),
                Arguments.of(ReceiverReport.of(1, List.of(BLOCK, BLOCK)), "82c9000d00000001" + BLOCK_HEX + BLOCK_HEX),
                Arguments.of(SourceDescription.cname(1, "arcly"), "81ca0003" + "00000001" + "0105" + "6172636c79" + "00"),
                Arguments.of(SourceDescription.of(List.of(SourceDescription.Chunk.of(1, Map.of(1, "a", 6, "bc")),
                        SourceDescription.Chunk.of(2, Map.of()))),
                        "82ca0005" + "00000001" + "010161" + "06026263" + "00" + "00000002" + "00000000"),
                Arguments.of(Goodbye.of("", 1, 2), "82cb00020000000100000002"),
                Arguments.of(Goodbye.of("end", 1), "81cb0002" + "00000001" + "03656e64"),
                Arguments.of(ApplicationPacket.of(1, 5, "qtsi", Payload.wrap(Golden.hex("01020304"))),
                        "85cc0003" + "00000001" + "71747369" + "01020304"),
                Arguments.of(Feedback.pictureLoss(1, 2), "81ce00020000000100000002"),
                Arguments.of(Feedback.fullIntraRequest(1, 2, 7), "84ce0004" + "0000000100000000" + "0000000207000000"),
                Arguments.of(Feedback.nack(1, 2, 65_535, 0, 15, 16), "81cd0004" + "0000000100000002" + "ffff8001" + "00100000"));
    }

    private static List<RtcpPacket> read(String hex) {
        byte[] data = Golden.hex(hex);
        return RtcpCompound.read(data, 0, data.length);
    }

    private static String write(RtcpPacket packet) {
        ByteBuf out = Unpooled.buffer();
        packet.write(out);
        return ByteBufUtil.hexDump(out);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("onTheWire")
    void readsAndWritesTheSameBytes(RtcpPacket packet, String hex) {
        assertThat(write(packet)).isEqualTo(hex);
        assertThat(read(hex)).containsExactly(packet);
        assertThat(packet.toString()).isNotEmpty();
    }

    @Test
    void compoundIsReadWhole() {
        List<RtcpPacket> packets = read("80c9000100000001" + "81ca0003000000010105617263" + "6c7900" + "81cb000100000001");
        assertThat(packets).containsExactly(ReceiverReport.of(1, List.of()), SourceDescription.cname(1, "arcly"), Goodbye.of("",
                1));
    }

    @Test
    void whatIsNotKnownIsKept() {
        RtcpPacket extended = read("80cf0002000000010401aabb").get(0);
        assertThat(extended.type()).isEqualTo(207);
        assertThat(extended.ssrc()).isEqualTo(1);
        assertThat(write(extended)).isEqualTo("80cf0002000000010401aabb");
    }

    @Test
    void feedbackIsUnderstood() {
        assertThat(((Feedback) read("81cd0004" + "0000000100000002" + "ffff8001" + "00100000").get(0)).missing())
                .containsExactly(65_535, 0, 15, 16);
        assertThat(Feedback.pictureLoss(1, 2).wantsKeyFrame(2)).isTrue();
        assertThat(Feedback.pictureLoss(1, 2).wantsKeyFrame(3)).isFalse();
        assertThat(Feedback.fullIntraRequest(1, 2, 0).wantsKeyFrame(2)).isTrue();
        assertThat(Feedback.nack(1, 2, 5).wantsKeyFrame(2)).isFalse();
    }

    @Test
    void paddingOfTheLastPacketIsPassedOver() {
        assertThat(read("a0c9000200000001" + "00000004")).containsExactly(ReceiverReport.of(1, List.of()));
    }

    @Test
    void isToldFromRtp() {
        byte[] report = Golden.hex("80c9000100000001");
        assertThat(RtcpCompound.isRtcp(report, 0, report.length)).isTrue();
        byte[] rtp = RtpCapture.of("pcmu").rtp().get(0);
        assertThat(RtcpCompound.isRtcp(rtp, 0, rtp.length)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"80c90001000000", "80c9000200000001", "40c9000100000001", "81c9000100000001", "80c8000100000001",
        "81ca000200000001" + "01ff6162", "81cb0000", "a0c9000100000005", "80ce000100000001", "80cc000100000001", "80",
        "81ca0001000000"})
    void refusesWhatDoesNotFit(String hex) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MediaFormatException.class).hasMessageStartingWith("RTCP packet");
    }

    @Test
    void numberOfPacketsIsBounded() {
        assertThat(read("80c9000100000001".repeat(64))).hasSize(64);
        assertThatThrownBy(() -> read("80c9000100000001".repeat(65)))
                .hasMessage("RTCP compound: more packets; allowed: up to 64");
    }

    @ParameterizedTest
    @ValueSource(strings = {"h264", "opus", "mpegts"})
    void readsWhatFfmpegSends(String name) {
        RtpCapture capture = RtpCapture.of(name);
        SenderReport report = (SenderReport) RtcpCompound.read(capture.rtcp().get(0), 0, capture.rtcp().get(0).length).get(0);
        assertThat(report.ssrc()).isEqualTo(capture.packets().get(0).ssrc());
        assertThat(NtpTime.toUtcNanos(report.ntp())).isGreaterThan(1_500_000_000_000_000_000L);
    }

    private static RtpPacket packet(int sequence, long timestamp) {
        ByteBuf out = Unpooled.buffer();
        RtpHeader.write(out, 0, false, sequence, timestamp, 9);
        return RtpPacket.read(out.array(), 0, 12);
    }

    @Test
    void lossIsReckonedAsInTheRfc() {
        ReceptionStatistics statistics = new ReceptionStatistics(9, 8_000);
        for (int i = 65_530; i < 65_540; i++) {
            if (i != 65_535 && i != 65_537) {
                statistics.received(packet(i, 0), 0);
            }
        }
        ReportBlock first = statistics.report(0);
        assertThat(first.cumulativeLost()).isEqualTo(2);
        assertThat(first.fractionLost()).isEqualTo(2 * 256 / 10);
        assertThat(first.highestSequence()).isEqualTo(0x1_0003);
        statistics.received(packet(4, 0), 0);
        statistics.received(packet(4, 0), 0);
        statistics.received(packet(4, 0), 0);
        ReportBlock second = statistics.report(0);
        assertThat(second.fractionLost()).as("more came than were due").isZero();
        assertThat(second.cumulativeLost()).isZero();
        assertThat(statistics.report(0).fractionLost()).isZero();
    }

    /** A.8: with one packet of every two late by 80 ticks the jitter comes near to 80. */
    @Test
    void jitterIsReckonedAsInTheRfc() {
        ReceptionStatistics statistics = new ReceptionStatistics(9, 8_000);
        for (int i = 0; i < 200; i++) {
            statistics.received(packet(i, i * 160L), i * 20_000_000L + (i % 2) * 10_000_000L);
        }
        assertThat(statistics.report(0).jitter()).isBetween(78, 81);
        assertThat(statistics.jitterNanos()).isBetween(9_700_000L, 10_200_000L);
    }

    @ParameterizedTest
    @CsvSource({"0, 0", "1000000000, 65536", "500000000, 32768"})
    void reportTellsWhenTheLastOneCame(long later, int delay) {
        ReceptionStatistics statistics = new ReceptionStatistics(9, 8_000);
        statistics.received(packet(1, 0), 0);
        assertThat(statistics.report(5).lastReport()).isZero();
        statistics.senderReport(SenderReport.of(9, 0x1122334455667788L, 0, 0, 0, List.of()), 1_000);
        ReportBlock block = statistics.report(1_000 + later);
        assertThat(block.lastReport()).isEqualTo(0x33445566);
        assertThat(block.delay()).isEqualTo(delay);
    }
}
