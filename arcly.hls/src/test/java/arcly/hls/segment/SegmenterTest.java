package arcly.hls.segment;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.packager.PackagerSettings;
import arcly.hls.HlsSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where it cuts. A segment shows as its number, {@code !} after a discontinuity, milliseconds, and what its renditions hold. */
class SegmenterTest {
    // What a segmenter does not read: enough for a muxer to take it.
    private static final Track VIDEO = Track.of(0, Codec.H264).size(320, 180).configuration(bytes(
            "0164000cffe1001a6764000cacd94141 9f9f0110000003001000000303 20f1429960 01000568ebe3cb22")).build();
    private static final Track AUDIO = Track.of(1, Codec.AAC).sampleRate(44_100).channels(2).configuration(bytes("1210")).build();
    private static final Track OTHER_AUDIO = Track.of(2, Codec.AAC).sampleRate(44_100).channels(2).language("de")
            .configuration(bytes("1210")).build();

    private final List<String> cut = new ArrayList<>();
    private final SegmentSink sink = new SegmentSink() {
        @Override
        public void epoch(Epoch epoch) {
            cut.add("epoch " + epoch.number() + " " + epoch.renditions().stream().map(each -> each.name()
                    + each.tracks().stream().map(Track::id).toList()).toList());
        }

        @Override
        public void segment(Segment segment) {
            cut.add(segment.sequence() + (segment.discontinuity() ? "!" : "") + " " + segment.durationNanos() / 1_000_000 + " "
                    + segment.chunks().keySet().stream().sorted().toList());
        }
    };

    private static Payload bytes(String hex) {
        return Payload.wrap(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private static HlsSettings settings(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return HlsSettings.read("live/cam", PackagerSettings.of(values), HlsSettings.DEFAULT);
    }

    private static Frame frame(Track track, long millis, boolean key) {
        return Frame.of(track).dts(millis * 1_000_000).key(key).payload(bytes("000000026501")).build();
    }

    /** Frames every 40 ms of each track. */
    private static void feed(Segmenter segmenter, long from, long to, long keyEvery, Track... tracks) {
        for (long at = from; at < to; at += 40) {
            for (Track track : tracks) {
                segmenter.frame(frame(track, at, track.codec() != Codec.H264 || (at - from) % keyEvery == 0), List.of(tracks),
                        at);
            }
        }
    }

    private Segmenter segmenter(HlsSettings settings) {
        return new Segmenter("live/cam", settings, sink, 0, 0);
    }

    @Test
    void cutsAtTheFirstKeyFrameAfterTheWantedTime() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 8000, 1000, VIDEO, AUDIO);
        segmenter.end();
        assertThat(cut).containsExactly("epoch 0 [main[0, 1]]", "0 2000 [main]", "1 2000 [main]", "2 2000 [main]",
                "3 2000 [main]");
    }

    @Test
    void followsKeyFramesThatAreFarApart() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 70_000, 30_000, VIDEO, AUDIO);
        assertThat(cut).containsExactly("epoch 0 [main[0, 1]]", "0 30000 [main]", "1 30000 [main]");
    }

    @Test
    void endsASegmentWithoutAKeyFrameThatIsTooLong() {
        Segmenter segmenter = segmenter(settings("segment.longest", "5000"));
        feed(segmenter, 0, 12_000, 1_000_000, VIDEO);
        assertThat(cut).containsExactly("epoch 0 [main[0]]", "0 5000 [main]", "1 5000 [main]");
    }

    @Test
    void cutsByTimeWhereThereIsNoVideo() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 6100, 1, AUDIO);
        assertThat(cut).containsExactly("epoch 0 [main[1]]", "0 1920 [main]", "1 1920 [main]", "2 1920 [main]");
    }

    @Test
    void furtherAudioTracksAreRenditionsOfTheirOwn() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 4200, 2000, VIDEO, AUDIO, OTHER_AUDIO);
        assertThat(cut).containsExactly("epoch 0 [main[0, 1], audio2[2]]", "0 2000 [audio2, main]", "1 2000 [audio2, main]");
    }

    @Test
    void whatTheFormCannotCarryIsLeftOutAndTheRestGoesOn() {
        Track opus = Track.of(3, Codec.OPUS).sampleRate(48_000).channels(2)
                .configuration(bytes("4f707573486561640102380180bb0000000000")).build();
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 2200, 2000, VIDEO, opus);
        segmenter.configure(settings("format", "ts"));
        feed(segmenter, 4000, 6200, 2000, VIDEO, opus);
        assertThat(cut).containsExactly("epoch 0 [main[0, 3]]", "0 2000 [main]", "1 200 [main]", "epoch 1 [main[0]]",
                "2! 2000 [main]");
    }

    @Test
    void aTrackWithABrokenConfigurationHarmsNoOther() {
        Track broken = OTHER_AUDIO.toBuilder().configuration(bytes("ff")).build();
        Track without = Track.of(4, Codec.AV1).build();
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 2200, 2000, without, broken, VIDEO, AUDIO);
        assertThat(cut).containsExactly("epoch 0 [main[0, 1]]", "0 2000 [main]");
    }

    @Test
    void otherParametersBeginAnEpoch() {
        Segmenter segmenter = segmenter(settings());
        for (int second = 0; second < 4; second++) {
            Track changed = VIDEO.toBuilder().size(320 + 2 * second, 180).build();
            feed(segmenter, second * 1000L, second * 1000L + 1000, 1000, changed, AUDIO);
        }
        segmenter.end();
        assertThat(cut).containsExactly("epoch 0 [main[0, 1]]", "0 1000 [main]", "epoch 1 [main[0, 1]]", "1! 1000 [main]",
                "epoch 2 [main[0, 1]]", "2! 1000 [main]", "epoch 3 [main[0, 1]]", "3! 1000 [main]");
    }

    @Test
    void aResumedStreamIsOneDiscontinuityForAllItsTracks() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 3000, 1000, VIDEO, AUDIO);
        List<Track> tracks = List.of(VIDEO, AUDIO);
        segmenter.frame(frame(AUDIO, 5000, true).moved(0, true), tracks, 5000);
        segmenter.frame(frame(VIDEO, 5000, true).moved(0, true), tracks, 5000);
        feed(segmenter, 5040, 7080, 1000, VIDEO, AUDIO);
        assertThat(cut).containsExactly("epoch 0 [main[0, 1]]", "0 2000 [main]", "1 1000 [main]", "epoch 1 [main[0, 1]]",
                "2! 2040 [main]");
    }

    @Test
    void soundThatComesLaterWaitsForTheNextPicture() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 2500, 1000, VIDEO);
        List<Track> both = List.of(VIDEO, AUDIO);
        for (long at = 2520; at < 5200; at += 40) {
            segmenter.frame(frame(AUDIO, at, true), both, at);
            segmenter.frame(frame(VIDEO, at, at == 3000 || at == 4000 || at == 5000), both, at);
        }
        assertThat(cut).containsExactly("epoch 0 [main[0]]", "0 2000 [main]", "1 1000 [main]", "epoch 1 [main[0, 1]]",
                "2! 2000 [main]");
    }

    @Test
    void anotherFormatBeginsAnEpoch() {
        Segmenter segmenter = segmenter(settings());
        feed(segmenter, 0, 3000, 1000, VIDEO);
        segmenter.configure(settings("format", "ts"));
        feed(segmenter, 3000, 5100, 1000, VIDEO);
        assertThat(cut).containsExactly("epoch 0 [main[0]]", "0 2000 [main]", "1 1000 [main]", "epoch 1 [main[0]]",
                "2! 2000 [main]");
    }

    @Test
    void aBadSettingIsRefusedAndTheOneInForceStays() {
        HlsSettings settings = settings("format", "mov", "segment.time", "1", "segments", "many", "stream.bytes", "5000000");
        assertThat(settings).isEqualTo(new HlsSettings(HlsSettings.Format.FMP4, 2000, 60_000, 6, 5_000_000));
    }
}
