package arcly.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class RtpPacketTest {
    private static final String FIXED = "%02x%02x12348765432112345678";

    static Stream<Arguments> headers() {
        return Stream.of(
                Arguments.of("plain", RtpHeader.of(96, 0x12345678), false, fixed(0x80, 0x60)),
                Arguments.of("marker", RtpHeader.of(96, 0x12345678), true, fixed(0x80, 0xe0)),
                Arguments.of("sources", RtpHeader.of(0, 0x12345678).csrc(1, 0xcafebabe), false,
                        fixed(0x82, 0) + "00000001cafebabe"),
                Arguments.of("one byte", RtpHeader.of(127, 0x12345678).extension(1, bytes("0a")).extension(14, bytes("010203")),
                        false, fixed(0x90, 0x7f) + "bede0002" + "100ae20102030000"),
                Arguments.of("two bytes", RtpHeader.of(127, 0x12345678).extension(20, bytes("0a")).extension(1, Payload.EMPTY),
                        true, fixed(0x90, 0xff) + "10000002" + "010014010a000000"));
    }

    private static String fixed(int first, int second) {
        return String.format(FIXED, first, second);
    }

    private static Payload bytes(String hex) {
        return Payload.wrap(Golden.hex(hex));
    }

    private static RtpPacket read(String hex) {
        byte[] data = Golden.hex(hex);
        return RtpPacket.read(data, 0, data.length);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("headers")
    void readsAndWritesTheSameBytes(String name, RtpHeader.Builder builder, boolean marker, String hex) {
        RtpHeader header = builder.build();
        ByteBuf out = Unpooled.buffer();
        header.write(out, marker, 0x1234, 0x87654321L);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(hex);
        assertThat(header.length()).isEqualTo(hex.length() / 2);

        RtpPacket packet = read(hex + "aabb");
        assertThat(packet.marker()).isEqualTo(marker);
        assertThat(packet.sequence()).isEqualTo(0x1234);
        assertThat(packet.timestamp()).isEqualTo(0x87654321L);
        assertThat(packet.ssrc()).isEqualTo(0x12345678);
        assertThat(packet.payload()).isEqualTo(bytes("aabb"));
        assertThat(packet.payloadOffset()).isEqualTo(hex.length() / 2);
    }

    @Test
    void findsSourcesAndExtensions() {
        assertThat(read(fixed(0x82, 0) + "00000001cafebabe").csrc(1)).isEqualTo(0xcafebabe);
        RtpPacket packet = read(fixed(0x90, 0x7f) + "bede0002" + "00100a00e2010203");
        assertThat(packet.extension(1)).isEqualTo(bytes("0a"));
        assertThat(packet.extension(14)).isEqualTo(bytes("010203"));
        assertThat(packet.extension(2)).isNull();
        assertThat(read(fixed(0x90, 0x7f) + "10050001" + "01000a01").extension(10)).as("length beyond the end").isNull();
        assertThat(read(fixed(0x90, 0x7f) + "10050001" + "01000a01").extension(1)).isEqualTo(Payload.EMPTY);
        assertThat(read(fixed(0x90, 0x7f) + "bede0001" + "f0100aff").extension(1)).as("behind the end mark").isNull();
        assertThat(read(fixed(0x90, 0x7f) + "cafe0001" + "10ff0000").extension(1)).as("another kind").isNull();
        assertThat(read(fixed(0x90, 0x7f) + "abac0000").extensionProfile()).as("ONVIF's replay extension").isEqualTo(0xABAC);
    }

    @Test
    void paddingIsNoPayload() {
        RtpPacket packet = read(fixed(0xa0, 0x60) + "aabb" + "0002");
        assertThat(packet.payload()).isEqualTo(bytes("aabb"));
        ByteBuf out = Unpooled.buffer();
        RtpHeader.write(out, 96, false, 0x1234, 0x87654321L, 0x12345678);
        out.writeShort(0xaabb);
        RtpHeader.pad(out, 0, 4);
        assertThat(ByteBufUtil.hexDump(out)).isEqualTo(fixed(0xa0, 0x60) + "aabb" + "0002");
    }

    @ParameterizedTest
    @CsvSource({"8060123487654321123456, 'RTP packet: 11 bytes; allowed: 12 to 65535'",
        "406012348765432112345678, 'RTP packet, version: 1; allowed: 2'",
        "826012348765432112345678cafebabe, 'RTP packet, header: 4 bytes missing; allowed: all of it'",
        "906012348765432112345678bede, 'RTP packet, extension header: 2 bytes missing; allowed: all of it'",
        "906012348765432112345678bede000100, 'RTP packet, header: 3 bytes missing; allowed: all of it'",
        "a06012348765432112345678aa00, 'RTP packet, padding: 0 bytes; allowed: 1 to 2'",
        "a06012348765432112345678aa03, 'RTP packet, padding: 3 bytes; allowed: 1 to 2'"})
    void refusesWhatDoesNotFit(String hex, String message) {
        assertThatThrownBy(() -> read(hex)).isInstanceOf(MediaFormatException.class).hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource({"0, 83aa7e8000000000", "500000000, 83aa7e8080000000", "-1000000000, 83aa7e7f00000000",
        "2085978496000000000, 0000000000000000", "2085978497250000000, 0000000140000000"})
    void ntpGoesToUtcAndBack(long utc, String ntp) {
        assertThat(NtpTime.fromUtcNanos(utc)).isEqualTo(Long.parseUnsignedLong(ntp, 16));
        assertThat(NtpTime.toUtcNanos(Long.parseUnsignedLong(ntp, 16))).isEqualTo(utc);
        assertThat(NtpTime.middle(0x1122334455667788L)).isEqualTo(0x33445566);
    }
}
