package arcly.media.rtp.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Pieces as the specifications draw them, by hand. */
class PacketiserTest {
    private static final String SPS = "6764000aacd94426c044000003000400000300c03c489658";
    private static final String PPS = "68ebc3cb22c0";
    private static final Track H264 = Track.of(0, Codec.H264)
            .configuration(Payload.wrap(Golden.hex("0164000affe10018" + SPS + "010006" + PPS + "fdf8f800"))).build();

    private static Track plain(Codec codec) {
        return Track.of(0, codec).sampleRate(8_000).channels(1).build();
    }

    private static Frame frame(Track track, boolean key, String hex) {
        return Frame.of(track).key(key).payload(Payload.wrap(Golden.hex(hex))).build();
    }

    /** Pieces as hex, {@code !} after those with the marker, {@code +n} after those that are later. */
    private static List<String> cut(RtpFormat format, Frame frame, int most) {
        ByteBuf out = Unpooled.buffer().writeInt(42);
        List<String> pieces = new ArrayList<>();
        format.packetiser(PieceRules.of(most, 12)).cut(frame, out, (index, length, marker, ticks) -> pieces
                .add(ByteBufUtil.hexDump(out, index, length) + (marker ? "!" : "") + (ticks > 0 ? "+" + ticks : "")));
        return pieces;
    }

    static Stream<Arguments> frames() {
        String slice = "41" + "ab".repeat(99);
        String obu = "aa".repeat(100);
        return Stream.of(
                Arguments.of("a small NAL unit", frame(H264, false, "00000003419a01"), List.of("419a01!")),
                Arguments.of("small ones together", frame(H264, false, "000000030605ff" + "00000003419a01"),
                        List.of("58" + "00030605ff" + "0003419a01!")),
                Arguments.of("parameter sets before a key frame", frame(H264, true, "000000036588aa"),
                        List.of("78" + "0018" + SPS + "0006" + PPS + "0003" + "6588aa!")),
                Arguments.of("a large one in fragments", frame(H264, false, "00000064" + slice),
                        List.of("5c81" + "ab".repeat(62), "5c41" + "ab".repeat(37) + "!")),
                Arguments.of("VP8", frame(plain(Codec.VP8), true, "cd".repeat(70)),
                        List.of("10" + "cd".repeat(63), "00" + "cd".repeat(7) + "!")),
                Arguments.of("VP9", frame(plain(Codec.VP9), false, "cd".repeat(70)),
                        List.of("48" + "cd".repeat(63), "44" + "cd".repeat(7) + "!")),
                Arguments.of("AV1 in one packet", frame(plain(Codec.AV1), true, "0a010b" + "3202aabb"),
                        List.of("08" + "02080b" + "0330aabb!")),
                Arguments.of("AV1 in fragments", frame(plain(Codec.AV1), false, "3264" + obu),
                        List.of("40" + "3e30" + "aa".repeat(61), "80" + "27" + "aa".repeat(39) + "!")),
                Arguments.of("samples in two packets", frame(plain(Codec.G711A), true, "d5".repeat(70)),
                        List.of("d5".repeat(64), "d5".repeat(6) + "+64")),
                Arguments.of("MP3 in two packets", frame(plain(Codec.MP3), true, "ff".repeat(70)),
                        List.of("00000000" + "ff".repeat(60), "0000003c" + "ff".repeat(10))),
                Arguments.of("AC-3 in two packets", frame(plain(Codec.AC3), true, "0b77" + "11".repeat(68)),
                        List.of("0102" + "0b77" + "11".repeat(60), "0302" + "11".repeat(8) + "!")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("frames")
    void cutsAsTheSpecificationsDraw(String name, Frame frame, List<String> pieces) {
        RtpFormat format = RtpFormat.of(frame.track(), 96).orElseThrow();
        assertThat(cut(format, frame, 64)).isEqualTo(pieces);
        assertThat(cut(format, frame, 64)).as("again").isEqualTo(pieces);
    }

    @Test
    void aacHasItsSizeInEveryPiece() {
        Track aac = Track.of(0, Codec.AAC).configuration(Payload.wrap(Golden.hex("1210"))).build();
        RtpFormat format = RtpFormat.of(aac, 96).orElseThrow();
        assertThat(cut(format, frame(aac, true, "21".repeat(70)), 64))
                .containsExactly("00100230" + "21".repeat(60), "00100230" + "21".repeat(10) + "!");
        assertThatThrownBy(() -> cut(format, frame(aac, true, "21".repeat(8_192)), 64)).isInstanceOf(MediaFormatException.class)
                .hasMessage("AAC frame for RTP: unsupported 8192 bytes; supported: up to 8191");
    }

    @Test
    void inModeZeroNothingIsCut() {
        RtpFormat format = RtpFormat.of(96, "H264", 90_000, 1, FormatParameters.NONE);
        assertThat(cut(format, frame(H264, false, "00000064" + "41".repeat(100) + "00000002419a"), 64))
                .containsExactly("41".repeat(100), "419a!");
    }

    @Test
    void frameThatIsNotCanonicalLeavesTheBufferAsItWas() {
        ByteBuf out = Unpooled.buffer().writeInt(42);
        RtpFormat format = RtpFormat.of(H264, 96).orElseThrow();
        Frame broken = frame(H264, false, "0000000141" + "0000000941");
        assertThatThrownBy(() -> format.packetiser(PieceRules.of(64, 0)).cut(broken, out, (index, length, marker, ticks) -> { }))
                .isInstanceOf(MediaFormatException.class);
        assertThat(out.readableBytes()).isEqualTo(4);
    }

    @Test
    void formatsAreThoseThatPlayersKnow() {
        assertThat(RtpFormat.of(H264, 96).orElseThrow().parameters()).hasToString(
                "packetization-mode=1; profile-level-id=64000a; sprop-parameter-sets=Z2QACqzZRCbARAAAAwAEAAADAMA8SJZY,aOvDyyLA");
        assertThat(RtpFormat.of(plain(Codec.G711U), 96).orElseThrow()).hasToString("PCMU/8000 (0)");
        assertThat(RtpFormat.of(Track.of(0, Codec.G722).sampleRate(16_000).channels(1).build(), 96).orElseThrow())
                .hasToString("G722/8000 (9)");
        assertThat(RtpFormat.of(Track.of(0, Codec.L16).sampleRate(44_100).channels(2).build(), 96).orElseThrow())
                .hasToString("L16/44100/2 (10)");
        assertThat(RtpFormat.of(Track.of(0, Codec.OPUS).sampleRate(48_000).channels(6).build(), 96)).isEmpty();
        assertThat(RtpFormat.of(Track.of(0, Codec.AMF0).build(), 96)).isEmpty();
    }
}
