package arcly.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackProperty;
import arcly.media.Golden;
import arcly.media.MediaFormatException;
import arcly.media.Sources;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.aac.SbrSignalling;
import arcly.media.h264.AvcConfiguration;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class Mp4MuxerTest {
    private static final long MILLI = 1_000_000;

    private final List<Frame> golden = Sources.golden();
    private final Track video = Sources.tracks(golden).get(0);
    private final Track audio = Sources.tracks(golden).get(1);

    private static Frame frame(Track track, long dts, long pts, boolean key) {
        return Frame.of(track).dts(dts).pts(pts).key(key).payload(Payload.wrap(new byte[] {0, 0, 0, 1, 0x41})).build();
    }

    @Test
    void boxesStandAsInTheGoldenDump() {
        List<Frame> frames = Sources.withSecondAudio(golden);
        Mp4Muxer muxer = Mp4Muxer.of(Sources.tracks(frames)).build();
        List<String> dump = new ArrayList<>(BoxDump.of(muxer.initSegment()));
        Frame captured = Frame.of(video).dts(frames.get(0).dts()).pts(frames.get(0).pts()).key(true)
                .captureTime(1_700_000_000_500_000_000L).payload(frames.get(0).payload()).build();
        List<Frame> first = new ArrayList<>(frames.subList(0, 12));
        first.set(0, captured);
        long next = Sources.ofTrack(frames.subList(12, frames.size()), Sources.VIDEO).get(0).dts();
        FragmentOptions options =
                FragmentOptions.builder().index(true).producerTime(true).end(Sources.VIDEO, next).build();
        dump.addAll(BoxDump.of(muxer.fragment(first, options)));
        dump.addAll(BoxDump.of(muxer.fragment(List.of(frames.get(1)), FragmentOptions.builder().type(SegmentType.NONE).build())));
        assertThat(dump).isEqualTo(Golden.lines("bframes.mp4.txt"));
    }

    @Test
    void oneTrackMakesCmaf() {
        String ofVideo = BoxDump.of(Mp4Muxer.of(List.of(video)).build().initSegment()).get(0);
        String ofAudio = BoxDump.of(Mp4Muxer.of(List.of(audio)).build().initSegment()).get(0);
        assertThat(ofVideo).isEqualTo("ftyp " + brands("iso6", "\0\0\0\0", "iso6", "mp41", "cmfc", "cfhd"));
        assertThat(ofAudio).isEqualTo("ftyp " + brands("iso6", "\0\0\0\0", "iso6", "mp41", "cmfc", "caac"));
    }

    private static String brands(String... brands) {
        return Golden.hex(Payload.wrap(String.join("", brands).getBytes()));
    }

    @Test
    void payloadsAreViewsAndNotCopies() {
        byte[] bytes = new byte[50];
        Frame frame = Frame.of(audio).payload(Payload.wrap(bytes)).build();
        List<ByteBuffer> buffers = Mp4Muxer.of(List.of(audio)).build().fragment(List.of(frame), FragmentOptions.DEFAULT);
        bytes[7] = 42;
        assertThat(buffers).hasSize(2).allMatch(ByteBuffer::isReadOnly);
        assertThat(buffers.get(1).get(7)).isEqualTo((byte) 42);
        assertThatThrownBy(() -> buffers.remove(0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void roundingNeverAddsUp() {
        Mp4Muxer muxer = Mp4Muxer.of(List.of(video)).build();
        long end = 0;
        for (int fragment = 0; fragment < 2_000; fragment++) {
            int from = fragment * 15;
            List<Frame> frames = IntStream.range(from, from + 15)
                    .mapToObj(i -> frame(video, ntsc(i), ntsc(i + 2), i == from)).toList();
            TrackRun run = TrackRun.of(new Mp4Track(video, SampleEntries.of(video)), frames, 0,
                    OptionalLong.of(ntsc(from + 15)));
            assertThat(run.decodeTime()).isEqualTo(end).isEqualTo(from * 3003L);
            assertThat(run.samples()).allMatch(sample -> sample.duration() == 3003 && sample.compositionOffset() == 6006);
            end += run.duration();
        }
        assertThat(muxer.timescale(Sources.VIDEO)).hasValue(90_000);
    }

    /** 30000/1001 frames a second, in whole nanoseconds. */
    private static long ntsc(int frame) {
        return Math.round(frame * 1_001_000_000_000.0 / 30_000);
    }

    @Test
    void lastSampleEndsWhereItIsSaidOrAsUsual() {
        Mp4Track track = new Mp4Track(audio, SampleEntries.of(audio));
        Frame first = frame(audio, 0, 0, true);
        Frame known = Frame.of(audio).dts(0).duration(20 * MILLI).payload(Payload.wrap(new byte[1])).build();
        assertThat(TrackRun.of(track, List.of(first), 0, OptionalLong.of(23 * MILLI)).duration()).isEqualTo(1014);
        assertThat(TrackRun.of(track, List.of(first), 0, OptionalLong.empty()).duration()).isEqualTo(1024);
        assertThat(TrackRun.of(track, List.of(known), 0, OptionalLong.empty()).duration()).isEqualTo(882);
        Mp4Track picture = new Mp4Track(video, SampleEntries.of(video));
        assertThat(TrackRun.of(picture, List.of(frame(video, 0, 0, true)), 0, OptionalLong.empty()).duration())
                .isEqualTo(3600);
    }

    @Test
    void picturesShownBeforeTheyAreDecodedHaveNegativeOffsets() {
        Mp4Track track = new Mp4Track(video, SampleEntries.of(video));
        TrackRun run = TrackRun.of(track, List.of(frame(video, 80 * MILLI, 0, true)), 0, OptionalLong.empty());
        assertThat(run.samples().get(0).compositionOffset()).isEqualTo(-7200);
        assertThat(run.presentationTime()).isZero();
    }

    @Test
    void flagsTellWhatDependsOnWhat() {
        assertThat(Sample.flags(frame(video, 0, 0, true))).isEqualTo(0x0200_0000);
        assertThat(Sample.flags(frame(video, 0, 0, false))).isEqualTo(0x0101_0000);
        Frame discardable = Frame.of(video).discardable(true).payload(Payload.wrap(new byte[1])).build();
        assertThat(Sample.flags(discardable)).isEqualTo(0x0181_0000);
    }

    @Test
    void sequenceNumbersGoOn() {
        Mp4Muxer first = Mp4Muxer.of(List.of(audio)).build();
        first.fragment(List.of(frame(audio, 0, 0, true)), FragmentOptions.DEFAULT);
        assertThat(first.nextSequence()).isEqualTo(2);
        Mp4Muxer second = Mp4Muxer.of(List.of(audio)).sequence(first.nextSequence()).build();
        List<String> dump = BoxDump.of(second.fragment(List.of(frame(audio, 0, 0, true)), FragmentOptions.DEFAULT));
        assertThat(dump).contains("  mfhd 0000000000000002");
    }

    @Test
    void languageRoleAndRotationAreTold() {
        Track turned = video.toBuilder().property(TrackProperty.ROTATION, 90).build();
        Track named = audio.toBuilder().language("pt-BR").property(TrackProperty.LABEL, "Comentário").build();
        List<String> dump = BoxDump.of(Mp4Muxer.of(List.of(turned, named)).build().initSegment());
        String tkhd = dump.stream().filter(line -> line.contains("tkhd")).findFirst().orElseThrow();
        assertThat(tkhd).contains("00000000" + "00010000" + "00000000" + "ffff0000" + "00000000" + "00000000" + "00300000"
                + "00000000" + "40000000" + "00400000" + "00300000");
        assertThat(dump).contains("      elng 00000000" + brands("pt-BR\0"))
                .anyMatch(line -> line.contains("hdlr") && line.endsWith(brands("Comentário\0")));
    }

    @Test
    void configurationOfShorterLengthsIsWrittenForOurs() {
        AvcConfiguration own = AvcConfiguration.read(video.configuration());
        Payload two = AvcConfiguration.of(2, own.sps(), own.pps(), own.spsExtensions()).write();
        Track other = video.toBuilder().configuration(two).build();
        VideoSampleEntry entry = (VideoSampleEntry) VideoEntries.avc(other);
        assertThat(entry.configuration()).isEqualTo(new CodecConfiguration("avcC", video.configuration()));
    }

    @Test
    void codecsHaveTheirNames() {
        assertThat(CodecString.of(video)).hasValue("avc1.64000a");
        assertThat(CodecString.of(audio)).hasValue("mp4a.40.2");
        Payload heAac = AudioSpecificConfig.of(AudioSpecificConfig.AAC_LC, 24_000)
                .sbr(SbrSignalling.HIERARCHICAL, 48_000, false).build().write();
        Track he = audio.toBuilder().configuration(heAac).build();
        assertThat(CodecString.of(he)).hasValue("mp4a.40.5");
        assertThat(SampleEntries.of(he).usualDuration()).isEqualTo(2048);
        assertThat(CodecString.of(Track.of(0, Codec.G722).build())).isEmpty();
    }

    @Test
    void whatCannotBeWrittenIsRefused() {
        Mp4Muxer muxer = Mp4Muxer.of(List.of(video)).build();
        assertThatThrownBy(() -> Mp4Muxer.of(List.of(Track.of(0, Codec.G722).build())).build())
                .isInstanceOf(MediaFormatException.class).hasMessageContaining("unsupported g722");
        assertThatThrownBy(() -> Mp4Muxer.of(List.of(Track.of(0, Codec.H264).build())).build())
                .isInstanceOf(MediaFormatException.class);
        Track other = video.toBuilder().size(2, 2).build();
        List<List<Frame>> wrong = List.of(List.of(), List.of(frame(audio, 0, 0, true)), List.of(frame(video, -MILLI, 0, true)),
                List.of(frame(video, 40 * MILLI, 0, true), frame(video, 0, 0, false)), List.of(frame(other, 0, 0, true)));
        for (List<Frame> frames : wrong) {
            assertThatThrownBy(() -> muxer.fragment(frames, FragmentOptions.DEFAULT))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(muxer.nextSequence()).isEqualTo(1);
    }
}
