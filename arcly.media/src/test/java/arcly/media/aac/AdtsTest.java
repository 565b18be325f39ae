package arcly.media.aac;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.media.Golden;
import arcly.media.Golden.Packet;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdtsTest {
    private final AdtsAssembler assembler = new AdtsAssembler();
    private final List<AdtsFrame> frames = new ArrayList<>();

    private void add(byte[] data, int step) {
        for (int at = 0; at < data.length; at += step) {
            assembler.add(data, at, Math.min(step, data.length - at), frames::add);
        }
    }

    private static Payload write(AudioSpecificConfig config, Payload raw) {
        ByteBuf out = Unpooled.buffer();
        AdtsHeader.write(config, raw.size(), out);
        out.writeBytes(raw.view());
        return Payload.copyOf(out.nioBuffer());
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 100, 100_000})
    void findsThePacketsThatFfprobeFinds(int step) {
        add(Golden.bytes("mono.adts"), step);
        assembler.finish(frames::add);
        List<Packet> theirs = Golden.packets("mono.adts", "audio");
        assertThat(frames).hasSameSizeAs(theirs);
        for (int i = 0; i < theirs.size(); i++) {
            Packet packet = theirs.get(i);
            Payload whole = write(frames.get(i).config(), frames.get(i).payload());
            assertThat(Packet.of(packet.pts(), packet.dts(), true, whole)).isEqualTo(packet);
        }
        assertThat(assembler.skippedBytes()).isZero();
        assertThat(frames.get(0).config()).hasToString("mp4a.40.2 48000 Hz, 1 channels");
    }

    @Test
    void takesTheChannelsOutOfTheFrameWhereTheHeaderHasNone() {
        add(Golden.bytes("quad.adts"), 13);
        assembler.finish(frames::add);
        AudioSpecificConfig config = frames.get(0).config();
        assertThat(config.channelConfiguration()).isZero();
        assertThat(config.channels()).isEqualTo(7);
        assertThat(AudioSpecificConfig.read(config.write())).isEqualTo(config);
    }

    @Test
    void putsTheChannelsIntoTheFrameWhereTheHeaderHasNone() {
        add(Golden.bytes("quad.adts"), 13);
        AudioSpecificConfig config = frames.get(0).config();
        Payload raw = Payload.wrap(Golden.hex("2110050a"));
        add(join(new byte[20], write(config, raw).toByteArray()), 1);
        frames.clear();
        assembler.finish(frames::add);
        AdtsFrame frame = frames.get(frames.size() - 1);
        assertThat(frame.config()).isEqualTo(config);
        assertThat(frame.payload().slice(frame.payload().size() - 4, 4)).isEqualTo(raw);
    }

    @Test
    void headerIsReadAndWritten() {
        byte[] header = Golden.hex("fff14c40021ffc");
        AdtsHeader read = AdtsHeader.read(header, 0, header.length);
        assertThat(read).hasToString("ADTS frame of 16 bytes, object type 2, 48000 Hz, channels 1");
        assertThat(read.length()).isEqualTo(7);
        ByteBuf out = Unpooled.buffer();
        AdtsHeader.write(AudioSpecificConfig.read(Payload.wrap(Golden.hex("1188"))), 9, out);
        assertThat(Golden.hex(Payload.copyOf(out.nioBuffer()))).isEqualTo("fff14c40021ffc");
    }

    @Test
    void crcIsTakenOff() {
        byte[] frame = Golden.hex("fff04c40017ffc" + "abcd" + "2100");
        add(join(frame, frame), 1);
        assembler.finish(frames::add);
        assertThat(frames).extracting(AdtsFrame::payload).containsOnly(Payload.wrap(Golden.hex("2100"))).hasSize(2);
    }

    @Test
    void joinsAndFindsItsWayBackAfterDamage() {
        byte[] stream = Golden.bytes("mono.adts");
        add(stream, stream.length);
        assembler.finish(frames::add);
        int whole = frames.size();
        frames.clear();

        byte[] garbage = Golden.hex("fff14c40 021ffc 00 fff1 ffffff 7fff");
        add(join(garbage, stream, garbage, stream), 11);
        assembler.finish(frames::add);
        assertThat(frames).hasSizeGreaterThanOrEqualTo(2 * whole - 1);
        assertThat(assembler.skippedBytes()).isPositive();
    }

    @Test
    void headerInsideAFrameIsNoFrame() {
        AudioSpecificConfig config = AudioSpecificConfig.read(Payload.wrap(Golden.hex("1188")));
        byte[] tricky = write(config, Payload.wrap(Golden.hex("aa fff14c40021ffc bb bb bb"))).toByteArray();
        byte[] joinedInside = new byte[tricky.length - 3];
        System.arraycopy(tricky, 3, joinedInside, 0, joinedInside.length);
        add(join(joinedInside, tricky, tricky, tricky), 5);
        assembler.finish(frames::add);
        assertThat(frames).hasSize(3);
        assertThat(assembler.skippedBytes()).isEqualTo(joinedInside.length);
    }

    @Test
    void severalRawFramesBehindOneHeaderAreRefusedAndCounted() {
        byte[] two = Golden.hex("fff14c40013ffd" + "2100");
        byte[] one = Golden.hex("fff14c40013ffc" + "2100");
        add(join(two, one), 1);
        assembler.finish(frames::add);
        assertThat(frames).hasSize(1);
        assertThat(assembler.refusedFrames()).isEqualTo(1);
    }

    @Test
    void endlessGarbageIsSkippedInBoundedMemory() {
        Random random = new Random(9);
        byte[] garbage = new byte[1_000_000];
        random.nextBytes(garbage);
        add(garbage, 4_096);
        assembler.finish(frames::add);
        int framed = frames.stream().mapToInt(frame -> frame.header().frameLength()).sum();
        assertThat(assembler.skippedBytes() + framed).isEqualTo(garbage.length);
    }

    @Test
    void refusesWhatAdtsCannotSay() {
        ByteBuf out = Unpooled.buffer();
        AudioSpecificConfig lc = AudioSpecificConfig.read(Payload.wrap(Golden.hex("1188")));
        assertThatThrownBy(() -> AdtsHeader.write(lc, 8_185, out)).isInstanceOf(MediaFormatException.class)
                .hasMessage("ADTS header, aac_frame_length: 8192; allowed: up to 8191");
        AudioSpecificConfig oddRate = AudioSpecificConfig.of(2, 44_056).build();
        assertThatThrownBy(() -> AdtsHeader.write(oddRate, 1, out)).isInstanceOf(MediaFormatException.class)
                .matches(e -> ((MediaFormatException) e).isUnsupported());
        AudioSpecificConfig eld = AudioSpecificConfig.read(Payload.wrap(Golden.hex("f8e85000")));
        assertThatThrownBy(() -> AdtsHeader.write(eld, 1, out)).isInstanceOf(MediaFormatException.class);
        assertThat(out.readableBytes()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"fff14c4002", "ffe14c40021ffc", "fff74c40021ffc", "fff17440021ffc", "fff14c40001ffc"})
    void refusesBrokenHeaders(String hex) {
        byte[] header = Golden.hex(hex);
        assertThatThrownBy(() -> AdtsHeader.read(header, 0, header.length)).isInstanceOf(MediaFormatException.class);
    }
}
