package arcly.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.Sources;
import arcly.media.time.Timebase;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.mp4parser.IsoFile;
import org.mp4parser.boxes.iso14496.part12.MovieFragmentBox;
import org.mp4parser.boxes.iso14496.part12.MovieFragmentHeaderBox;
import org.mp4parser.boxes.iso14496.part12.SegmentIndexBox;
import org.mp4parser.boxes.iso14496.part12.TrackBox;
import org.mp4parser.boxes.iso14496.part12.TrackFragmentBaseMediaDecodeTimeBox;
import org.mp4parser.boxes.iso14496.part12.TrackRunBox;
import org.mp4parser.boxes.iso14496.part14.ESDescriptorBox;
import org.mp4parser.boxes.iso14496.part15.AvcConfigurationBox;

/** What isoparser, a reader of its own, finds in our boxes. */
class IsoparserTest {
    private final List<Frame> frames = Sources.golden();

    @TempDir
    private Path folder;

    private IsoFile read() throws Exception {
        Mp4Muxer muxer = Mp4Muxer.of(Sources.tracks(frames)).build();
        List<ByteBuffer> movie = new ArrayList<>(muxer.initSegment());
        movie.addAll(muxer.fragment(frames, FragmentOptions.builder().index(true).build()));
        return new IsoFile(Sources.write(folder.resolve("movie.mp4"), movie).toFile());
    }

    @Test
    void tracksAreDescribed() throws Exception {
        try (IsoFile file = read()) {
            List<TrackBox> tracks = file.getMovieBox().getBoxes(TrackBox.class);
            assertThat(tracks).extracting(track -> track.getTrackHeaderBox().getTrackId()).containsExactly(1L, 2L);
            assertThat(tracks.get(0).getTrackHeaderBox().getWidth()).isEqualTo(64);
            assertThat(tracks.get(0).getMediaBox().getMediaHeaderBox().getTimescale()).isEqualTo(90_000);
            assertThat(tracks.get(1).getMediaBox().getMediaHeaderBox().getTimescale()).isEqualTo(44_100);
            assertThat(tracks.get(1).getMediaBox().getMediaHeaderBox().getLanguage()).isEqualTo("eng");
            AvcConfigurationBox avcC = org.mp4parser.tools.Path.getPath(tracks.get(0), "mdia/minf/stbl/stsd/avc1/avcC");
            assertThat(avcC.getAvcProfileIndication()).isEqualTo(100);
            assertThat(avcC.getLengthSizeMinusOne()).isEqualTo(3);
            ESDescriptorBox esds = org.mp4parser.tools.Path.getPath(tracks.get(1), "mdia/minf/stbl/stsd/mp4a/esds");
            assertThat(esds.getEsDescriptor().getDecoderConfigDescriptor().getObjectTypeIndication()).isEqualTo(0x40);
            assertThat(esds.getEsDescriptor().getDecoderConfigDescriptor().getAudioSpecificInfo().getSamplingFrequency())
                    .isEqualTo(44_100);
        }
    }

    @Test
    void samplesAreDescribed() throws Exception {
        try (IsoFile file = read()) {
            MovieFragmentBox moof = file.getBoxes(MovieFragmentBox.class).get(0);
            MovieFragmentHeaderBox mfhd = org.mp4parser.tools.Path.getPath(moof, "mfhd");
            assertThat(mfhd.getSequenceNumber()).isEqualTo(1);
            List<TrackRunBox> runs = moof.getTrackRunBoxes();
            for (Track track : Sources.tracks(frames)) {
                List<Frame> own = Sources.ofTrack(frames, track.id());
                TrackRunBox run = runs.get(track.id());
                assertThat(run.getEntries()).extracting(entry -> (int) entry.getSampleSize())
                        .containsExactlyElementsOf(own.stream().map(frame -> frame.payload().size()).toList());
            }
            assertThat(runs.get(0).getEntries()).extracting(TrackRunBox.Entry::getSampleCompositionTimeOffset)
                    .containsExactlyElementsOf(Sources.ofTrack(frames, Sources.VIDEO).stream()
                            .map(frame -> Timebase.NINETY_KHZ.fromNanos(frame.pts() - frame.dts())).toList());
            TrackFragmentBaseMediaDecodeTimeBox tfdt = org.mp4parser.tools.Path.getPath(moof, "traf[1]/tfdt");
            assertThat(tfdt.getBaseMediaDecodeTime())
                    .isEqualTo(Timebase.of(44_100).fromNanos(Sources.ofTrack(frames, Sources.AUDIO).get(0).dts()));
            SegmentIndexBox sidx = file.getBoxes(SegmentIndexBox.class).get(0);
            assertThat(sidx.getEntries().get(0).getReferencedSize()).isEqualTo((int) (moof.getSize() + mdat(file)));
        }
    }

    private static long mdat(IsoFile file) {
        return file.getBoxes().stream().filter(box -> box.getType().equals("mdat")).findFirst().orElseThrow().getSize();
    }
}
