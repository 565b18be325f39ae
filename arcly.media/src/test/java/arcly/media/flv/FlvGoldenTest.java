package arcly.media.flv;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.Golden;
import arcly.media.Golden.Packet;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.h264.AvcConfiguration;
import arcly.media.h264.H264Assembler;
import arcly.media.time.Timebase;
import arcly.media.time.TimestampUnwrapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A file of FFmpeg, with B-frames, all the way from tags to frames. */
class FlvGoldenTest {
    private final H264Assembler h264 = new H264Assembler(Track.of(0, Codec.H264).build());
    private final TimestampUnwrapper unwrapper = new TimestampUnwrapper(32);
    private final List<Frame> frames = new ArrayList<>();
    private Track audio;
    private byte[] avcC;

    @BeforeEach
    void read() {
        byte[] file = Golden.bytes("bframes.flv");
        new FlvTagAssembler(1 << 20).add(file, 0, file.length, this::take);
    }

    private void take(FlvTag tag) {
        byte[] body = tag.body().toByteArray();
        long millis = unwrapper.unwrap(tag.timestampMillis());
        if (tag.type() == FlvTag.VIDEO) {
            takeVideo(VideoTagHeader.read(body, 0, body.length), body, millis);
        } else if (tag.type() == FlvTag.AUDIO) {
            AudioTagHeader header = AudioTagHeader.read(body, 0, body.length);
            if (header.isSequenceHeader()) {
                audio = AudioSpecificConfig.read(body, 2, body.length - 2).track(Track.of(1, Codec.AAC).build());
            } else {
                frames.add(Frame.of(audio).dts(Timebase.MILLIS.toNanos(millis)).key(true)
                        .payload(tag.body().slice(2, body.length - 2)).build());
            }
        }
    }

    private void takeVideo(VideoTagHeader header, byte[] body, long millis) {
        int length = body.length - header.length();
        if (header.isSequenceHeader()) {
            h264.configure(body, header.length(), length);
            avcC = tail(body, header.length());
        } else if (header.isFrame()) {
            frames.add(h264.lengthPrefixed(body, header.length(), length)
                    .dts(Timebase.MILLIS.toNanos(millis))
                    .pts(Timebase.MILLIS.toNanos(millis + header.compositionMillis())).build());
            assertThat(frames.get(frames.size() - 1).isKey()).isEqualTo(header.isKey());
        }
    }

    private static byte[] tail(byte[] body, int from) {
        byte[] tail = new byte[body.length - from];
        System.arraycopy(body, from, tail, 0, tail.length);
        return tail;
    }

    @Test
    void framesAreThePacketsThatFfprobeFinds() {
        assertThat(packetsOf(0)).isEqualTo(Golden.packets("bframes.flv", "video"));
        assertThat(packetsOf(1)).isEqualTo(Golden.packets("bframes.flv", "audio"));
    }

    private List<Packet> packetsOf(int track) {
        return frames.stream().filter(frame -> frame.track().id() == track)
                .map(frame -> Packet.of(millis(frame.pts()), millis(frame.dts()), frame.isKey(), frame.payload())).toList();
    }

    private static long millis(long nanos) {
        return Timebase.MILLIS.fromNanos(nanos);
    }

    @Test
    void tracksTellWhatIsInThem() {
        assertThat(h264.track()).hasToString("track 0 h264 64x48");
        assertThat(h264.track().frameRate()).isEqualTo(25);
        assertThat(h264.track().property(TrackProperty.REORDER_DEPTH)).hasValue(2);
        assertThat(audio).hasToString("track 1 aac 44100 Hz, 1 channels");
    }

    @Test
    void avcCIsWrittenAsFfmpegWroteIt() {
        assertThat(AvcConfiguration.read(avcC, 0, avcC.length).write().toByteArray()).isEqualTo(avcC);
        assertThat(h264.track().configuration().toByteArray()).isEqualTo(avcC);
    }
}
