package arcly.media.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.rtcp.RtcpCompound;
import arcly.media.rtcp.SenderReport;
import arcly.media.rtp.RtpCapture;
import arcly.media.rtp.RtpPacket;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Vectors of RFC 3711, RFC 7714 and libsrtp, packets of FFmpeg and libsrtp, and what must not be let in. */
class SrtpTest {
    private static final String PLAIN = "800f1234decafbadcafebabe" + "ab".repeat(16);
    private static final SrtpKeys LIBSRTP = SrtpKeys.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80,
            Golden.hex("e1f97a0d3e018be0d64fa32c06de4139"), Golden.hex("0ec675ad498afeebb6960b3aabe6"));

    static Stream<SrtpProfile> profiles() {
        return SrtpProfile.all().stream();
    }

    private static SrtpKeys keys(SrtpProfile profile) {
        byte[] key = new byte[profile.keyLength()];
        byte[] salt = new byte[profile.saltLength()];
        for (int i = 0; i < key.length + salt.length; i++) {
            if (i < key.length) {
                key[i] = (byte) i;
            } else {
                salt[i - key.length] = (byte) i;
            }
        }
        return SrtpKeys.of(profile, key, salt);
    }

    private static byte[] room(byte[] packet) {
        return Arrays.copyOf(packet, packet.length + 32);
    }

    private static String hex(byte[] data, int length) {
        return HexFormat.of().formatHex(data, 0, length);
    }

    /** RFC 3711, B.3. */
    @ParameterizedTest
    @CsvSource({"0, 16, c61e7a93744f39ee10734afe3ff7a087", "2, 14, 30cbbc08863d8c85d49db34a9ae1",
        "1, 94, cebe321f6ff7716b6fd4ab49af256a156d38baa48f0a0acf3c34e2359e6cdbcee049646c43d9327ad175578ef722709"
            + "86371c10c9a369ac2f94a8c5fbcdddc256d6e919a48b610ef17c2041e474035766b68642c59bbfc2f34db60dbdfb2"})
    void derivesTheKeysOfTheRfc(int label, int length, String expected) {
        byte[] derived = new KeyDerivation(LIBSRTP).derive(label, length);
        assertThat(HexFormat.of().formatHex(derived)).isEqualTo(expected);
    }

    /** The first packet of libsrtp's own test (srtp_driver, srtp_validate). */
    @Test
    void protectsAsLibsrtpDoes() {
        byte[] data = room(Golden.hex(PLAIN));
        int length = new SrtpSender(LIBSRTP).rtp(data, 0, data.length - 32);
        assertThat(hex(data, length)).isEqualTo(
                "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb");
        assertThat(new SrtpReceiver(LIBSRTP).rtp(data, 0, length)).isEqualTo(28);
        assertThat(hex(data, 28)).isEqualTo(PLAIN);
    }

    /** RFC 7714, 16.1.1: session key and salt are given there, nothing is derived. */
    @Test
    void sealsAsTheRfcDoes() throws Exception {
        GcmCipher cipher = new GcmCipher(Golden.hex("000102030405060708090a0b0c0d0e0f"), Golden.hex("517569642070726f2071756f"),
                false);
        byte[] data = room(Golden.hex("8040f17b8041f8d35501a0b2"
                + "47616c6c696120657374206f6d6e69732064697669736120696e207061727465732074726573"));
        int end = cipher.protect(data, 0, 12, data.length - 32, 0x5501a0b2, 0xf17b, 0);
        assertThat(hex(data, end)).isEqualTo("8040f17b8041f8d35501a0b2"
                + "f24de3a3fb34de6cacba861c9d7e4bcabe633bd50d294e6f42a5f47a"
                + "51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce");
    }

    @ParameterizedTest
    @ValueSource(strings = {"srtp-cm80", "srtp-cm32"})
    void opensWhatFfmpegSends(String name) {
        RtpCapture capture = RtpCapture.of(name);
        SdesKey key = SdesKey.read(capture.description().media().get(0).attribute("crypto").orElseThrow());
        SrtpReceiver receiver = new SrtpReceiver(key.keys());
        byte[] all = new byte[0];
        for (byte[] packet : capture.rtp()) {
            int length = receiver.rtp(packet, 0, packet.length);
            byte[] payload = RtpPacket.read(packet, 0, length).payload().toByteArray();
            all = Arrays.copyOf(all, all.length + payload.length);
            System.arraycopy(payload, 0, all, all.length - payload.length, payload.length);
        }
        RtpCapture plain = RtpCapture.of("pcmu");
        byte[] expected = plain.packets().get(0).payload().toByteArray();
        assertThat(Arrays.copyOf(all, expected.length)).isEqualTo(expected);
        assertThat(all).hasSize(plain.packets().stream().mapToInt(RtpPacket::payloadLength).sum());
    }

    @Test
    void opensTheReportsOfFfmpeg() {
        RtpCapture capture = RtpCapture.of("srtp-cm80");
        SrtpReceiver receiver = new SrtpReceiver(SdesKey.read(capture.description().media().get(0).attribute("crypto")
                .orElseThrow())
                .keys());
        byte[] report = capture.rtcp().get(0);
        int length = receiver.rtcp(report, 0, report.length);
        assertThat(RtcpCompound.read(report, 0, length).get(0)).isInstanceOf(SenderReport.class);
    }

    @ParameterizedTest
    @CsvSource({"srtp-gcm128, AEAD_AES_128_GCM", "srtp-gcm256, AEAD_AES_256_GCM"})
    void readsAndWritesTheSamePacketsAsLibsrtp(String name, String profile) {
        SrtpKeys keys = keys(SrtpProfile.of(profile).orElseThrow());
        List<byte[]> plain = RtpCapture.of("srtp-plain").rtp();
        List<byte[]> sealed = RtpCapture.of(name).rtp();
        SrtpSender sender = new SrtpSender(keys);
        SrtpReceiver receiver = new SrtpReceiver(keys);
        for (int i = 0; i < plain.size(); i++) {
            byte[] data = room(plain.get(i));
            int length = sender.rtp(data, 0, plain.get(i).length);
            assertThat(hex(data, length)).isEqualTo(HexFormat.of().formatHex(sealed.get(i)));
            assertThat(receiver.rtp(data, 0, length)).isEqualTo(plain.get(i).length);
            assertThat(Arrays.copyOf(data, plain.get(i).length)).isEqualTo(plain.get(i));
        }
        assertThat(sender.rtpIndex(0x12345678)).isEqualTo(0x1_0000);
        assertThat(receiver.rtpIndex(0x12345678)).isEqualTo(0x1_0000);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void reportsGoOutAndComeBack(SrtpProfile profile) {
        SrtpSender sender = new SrtpSender(keys(profile));
        SrtpReceiver receiver = new SrtpReceiver(keys(profile));
        byte[] report = Golden.hex("81c9000700000001" + "11223344".repeat(6));
        for (int i = 0; i < 3; i++) {
            byte[] data = room(report);
            int length = sender.rtcp(data, 0, report.length);
            assertThat(length).isEqualTo(report.length + profile.rtcpOverhead());
            byte[] again = data.clone();
            assertThat(receiver.rtcp(data, 0, length)).isEqualTo(report.length);
            assertThat(Arrays.copyOf(data, report.length)).isEqualTo(report);
            assertThat(receiver.rtcp(again, 0, length)).isEqualTo(SrtpReceiver.REPLAYED);
        }
        assertThat(sender.rtcpIndex(1)).isEqualTo(3);
        assertThat(receiver.rtcpIndex(1)).isEqualTo(2);
    }

    private static byte[] packet(int sequence) {
        byte[] packet = Golden.hex("80600000000000000000002a" + "0102030405060708");
        packet[2] = (byte) (sequence >> 8);
        packet[3] = (byte) sequence;
        return packet;
    }

    private static byte[] sealed(SrtpSender sender, int sequence) {
        byte[] data = room(packet(sequence));
        return Arrays.copyOf(data, sender.rtp(data, 0, 20));
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void whatCameBeforeDoesNotComeAgain(SrtpProfile profile) {
        SrtpSender sender = new SrtpSender(keys(profile));
        SrtpReceiver receiver = new SrtpReceiver(keys(profile));
        List<byte[]> sent = Stream.iterate(65_530, n -> n + 1).limit(12).map(n -> sealed(sender, n & 0xFFFF)).toList();
        for (int i : new int[] {0, 3, 1, 2, 11, 5, 4}) { // across the wrap, out of order
            assertThat(receiver.rtp(sent.get(i).clone(), 0, sent.get(i).length)).as("packet %d", i).isEqualTo(20);
        }
        for (int i : new int[] {0, 3, 11}) {
            assertThat(receiver.rtp(sent.get(i).clone(), 0, sent.get(i).length)).isEqualTo(SrtpReceiver.REPLAYED);
        }
        assertThat(receiver.replayed()).isEqualTo(3);
        assertThat(receiver.forged()).isZero();
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void whatIsOlderThanTheWindowIsRefused(SrtpProfile profile) {
        SrtpSender sender = new SrtpSender(keys(profile));
        SrtpReceiver receiver = new SrtpReceiver(keys(profile));
        byte[] old = sealed(sender, 1);
        byte[] newer = sealed(sender, 2_000);
        assertThat(receiver.rtp(newer, 0, newer.length)).isEqualTo(20);
        assertThat(receiver.rtp(old, 0, old.length)).isEqualTo(SrtpReceiver.REPLAYED);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void everyChangedByteIsSeen(SrtpProfile profile) {
        byte[] good = sealed(new SrtpSender(keys(profile)), 7);
        SrtpReceiver receiver = new SrtpReceiver(keys(profile));
        for (int i = 0; i < good.length; i++) {
            byte[] bad = good.clone();
            bad[i] ^= 1;
            assertThat(receiver.rtp(bad, 0, bad.length)).as("byte %d", i).isNegative();
        }
        for (int length = 0; length < good.length; length++) {
            assertThat(receiver.rtp(good.clone(), 0, length)).as("cut to %d", length).isNegative();
        }
        assertThat(receiver.rtpIndex(42)).as("nothing forged makes a source known").isEqualTo(-1);
        assertThat(receiver.rtp(good, 0, good.length)).isEqualTo(20);
    }

    @ParameterizedTest
    @MethodSource("profiles")
    void successorGoesOn(SrtpProfile profile) {
        SrtpSender sender = new SrtpSender(keys(profile));
        SrtpReceiver receiver = new SrtpReceiver(keys(profile));
        for (int n : new int[] {65_535, 0}) {
            byte[] data = sealed(sender, n);
            receiver.rtp(data, 0, data.length);
        }
        SrtpSender next = new SrtpSender(keys(profile));
        next.resume(42, sender.rtpIndex(42), sender.rtcpIndex(42));
        SrtpReceiver nextReceiver = new SrtpReceiver(keys(profile));
        nextReceiver.resume(42, receiver.rtpIndex(42), receiver.rtcpIndex(42));
        byte[] data = sealed(next, 1);
        assertThat(nextReceiver.rtp(data, 0, data.length)).isEqualTo(20);
        assertThat(nextReceiver.rtpIndex(42)).isEqualTo(0x1_0001);
    }

    @Test
    void sourcesUnderOneKeyAreCounted() {
        SrtpSender sender = new SrtpSender(LIBSRTP);
        SrtpReceiver receiver = new SrtpReceiver(LIBSRTP);
        for (int ssrc = 0; ssrc < 64; ssrc++) {
            byte[] data = room(packet(1));
            data[11] = (byte) ssrc;
            int length = sender.rtp(data, 0, 20);
            assertThat(receiver.rtp(data, 0, length)).isEqualTo(20);
        }
        byte[] data = room(packet(1));
        data[11] = 64;
        assertThatThrownBy(() -> sender.rtp(data, 0, 20)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void randomBytesAreRefused() {
        Random random = new Random(3711);
        for (SrtpProfile profile : SrtpProfile.all()) {
            SrtpReceiver receiver = new SrtpReceiver(keys(profile));
            for (int i = 0; i < 5_000; i++) {
                byte[] data = new byte[random.nextInt(80)];
                random.nextBytes(data);
                if (data.length > 0 && random.nextBoolean()) {
                    data[0] = (byte) (0x80 | data[0] & 0x3F);
                }
                assertThat(receiver.rtp(data.clone(), 0, data.length)).isNegative();
                assertThat(receiver.rtcp(data, 0, data.length)).isNegative();
            }
            assertThat(receiver.forged()).isPositive();
            assertThat(receiver.malformed()).isPositive();
        }
    }

    @Test
    void readsAndWritesKeysOfSdp() {
        String line = "1 AES_CM_128_HMAC_SHA1_80 inline:4fl6DT4Bi+DWT6MsBt5BOQ7Gda1Jiv7rtpYLOqvm";
        SdesKey key = SdesKey.read(line);
        assertThat(key.tag()).isEqualTo(1);
        assertThat(key.keys().key()).isEqualTo(LIBSRTP.key());
        assertThat(key.write()).isEqualTo(line);
        assertThat(key.toString()).doesNotContain("4fl6");
        assertThat(SdesKey.read(line + "|2^31 KDR=0").keys().salt()).isEqualTo(LIBSRTP.salt());
        assertThat(SdesKey.of(7, keys(SrtpProfile.AEAD_AES_256_GCM)).write())
                .isEqualTo("7 AEAD_AES_256_GCM inline:" + "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKis=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "1 F8_128_HMAC_SHA1_80 inline:AAAA", "x AES_CM_128_HMAC_SHA1_80 inline:AAAA",
        "1 AES_CM_128_HMAC_SHA1_80 inline:AAAA", "1 AES_CM_128_HMAC_SHA1_80 uri:x", "1 AES_CM_128_HMAC_SHA1_80 inline:",
        "1 AES_CM_128_HMAC_SHA1_80 inline:4fl6DT4Bi+DWT6MsBt5BOQ7Gda1Jiv7rtpYLOqvm|1:4",
        "1 AES_CM_128_HMAC_SHA1_80 inline:4fl6DT4Bi+DWT6MsBt5BOQ7Gda1Jiv7rtpYLOqvm UNENCRYPTED_SRTP"})
    void refusesKeysThatItCannotUse(String line) {
        assertThatThrownBy(() -> SdesKey.read(line)).isInstanceOf(MediaFormatException.class).hasMessageStartingWith("a=crypto");
    }
}
