package arcly.core.stream;

import static arcly.core.Studio.AUDIO;
import static arcly.core.Studio.CAM;
import static arcly.core.Studio.VIDEO;
import static arcly.core.Studio.audio;
import static arcly.core.Studio.drain;
import static arcly.core.Studio.frame;
import static arcly.core.Studio.video;
import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.stream.Publication;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamEvent;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Studio;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a reader begins. */
class JoinTest {
    private final Studio studio = new Studio();
    private final Publication publication = studio.publishing();

    @AfterEach
    void close() {
        studio.close();
    }

    private void publish(Frame... frames) {
        for (Frame frame : frames) {
            assertThat(publication.publish(frame)).isEqualTo(Publication.Result.ACCEPTED);
        }
    }

    @Test
    void beginsAtTheNewestKeyFrame() {
        publish(video(0, true), audio(10), video(40, false), video(80, true), audio(90), video(120, false));
        assertThat(drain(studio.read())).isEqualTo("v0@80* a1@90 v0@120");
    }

    @Test
    void audioThatRanAheadIsTakenAlongAndAudioThatLagsIsLeftOut() {
        publish(video(0, true), audio(70), audio(85), audio(95), video(80, true), audio(100));
        assertThat(drain(studio.read())).isEqualTo("a1@85 a1@95 v0@80* a1@100");

        StreamReader late = late(video(200, true), audio(150), audio(190), audio(205));
        assertThat(drain(late)).isEqualTo("v0@200* a1@205");
    }

    private StreamReader late(Frame... frames) {
        publish(frames);
        return studio.read();
    }

    @Test
    void audioIsLookedForByTheKeyFramesPresentationTime() {
        Frame reordered = Frame.of(VIDEO).dts(100 * Studio.MILLI).pts(180 * Studio.MILLI).key(true)
                .payload(Payload.wrap(new byte[8])).build();
        publish(audio(120), audio(150), reordered, audio(175), audio(180), audio(200));
        assertThat(drain(studio.read())).isEqualTo("v0@100* a1@180 a1@200");
    }

    @Test
    void otherTracksAreLookedForNoFurtherThanASecondBack() {
        Track otherVideo = Track.of(2, Codec.H264).build();
        publication.declare(List.of(VIDEO, AUDIO, otherVideo), true);
        publish(audio(5_000), frame(otherVideo, 100, true), audio(5_100), video(4_000, true), audio(5_200));
        // the walk back stops at the frame of time 100, more than a second before the key frame
        assertThat(drain(studio.read())).isEqualTo("a1@5100 v0@4000* a1@5200");
    }

    @Test
    void anEarlierKeyFrameInTheStretchThatIsReadForAudioIsNotGivenOut() {
        publish(video(0, true), audio(700), video(40, false), audio(710), video(500, true), video(540, false));
        StreamReader reader = studio.read();
        assertThat(drain(reader)).isEqualTo("a1@700 a1@710 v0@500* v0@540");
        assertThat(reader.skipped()).as("it was never this reader's").isZero();
    }

    @Test
    void otherVideoTracksAreSilentUntilTheirOwnKeyFrame() {
        Track screen = Track.of(2, Codec.H264).size(1920, 1080).build();
        Track comment = Track.of(3, Codec.AAC).build();
        publication.declare(List.of(VIDEO, AUDIO, screen, comment), true);
        publish(frame(screen, 0, true), video(10, true), frame(screen, 20, false), audio(20), frame(comment, 25, true),
                frame(screen, 40, true), frame(screen, 60, false));
        assertThat(drain(studio.read())).isEqualTo("v0@10* a1@20 a3@25 v2@40* v2@60");
        assertThat(drain(studio.cam().open(ReadOptions.viewer().withLeadingTrack(2)))).isEqualTo("v2@40* v2@60");
    }

    @Test
    void onlyTheTracksThatAreWanted() {
        publish(video(0, true), audio(10), video(40, false), audio(50));
        assertThat(drain(studio.cam().open(ReadOptions.viewer().withTracks(id -> id == 1)))).isEqualTo("a1@10 a1@50");
        assertThat(drain(studio.cam().open(ReadOptions.viewer().withTracks(id -> id == 0)))).isEqualTo("v0@0* v0@40");
    }

    @Test
    void withoutVideoALittleBehindTheLiveEdge() {
        Publication radio = studio.publish(StreamKey.of("live", "radio"));
        radio.declare(List.of(AUDIO), true);
        for (int millis = 0; millis <= 3_000; millis += 500) {
            radio.publish(audio(millis));
        }
        assertThat(drain(radio.stream().open(ReadOptions.viewer()))).isEqualTo("a1@2000 a1@2500 a1@3000");
        assertThat(drain(radio.stream().open(ReadOptions.viewer().fromLiveEdge()))).isEmpty();
        assertThat(drain(radio.stream().open(ReadOptions.viewer().fromBack(Duration.ofMillis(500)))))
                .isEqualTo("a1@2500 a1@3000");
    }

    @Test
    void liveEdgeGivesSoundAtOnceAndTheTwoPicturesFromTheirKeyFrames() {
        publish(video(0, true), audio(10));
        StreamReader reader = studio.cam().open(ReadOptions.viewer().fromLiveEdge());
        publish(audio(30), video(40, false), video(80, true), video(120, false));
        assertThat(drain(reader)).isEqualTo("a1@30 v0@80* v0@120");
    }

    @Test
    void backBeginsAtAKeyFrameOldEnoughOrTheOldest() {
        for (int millis = 0; millis <= 5_000; millis += 1_000) {
            publish(video(millis, true), video(millis + 500, false));
        }
        assertThat(drain(studio.cam().open(ReadOptions.viewer().fromBack(Duration.ofMillis(2_000)))))
                .startsWith("v0@3000* v0@3500");
        assertThat(drain(studio.cam().open(ReadOptions.viewer().fromBack(Duration.ofSeconds(60))))).startsWith("v0@0* v0@500");
    }

    @Test
    void backBeginsThereAlsoIfItWasOpenedBeforeTheFirstFrame() {
        StreamReader reader = studio.cam().open(ReadOptions.service().fromBack(Duration.ofMillis(2_000)));
        for (int millis = 0; millis <= 5_000; millis += 1_000) {
            publish(video(millis, true), video(millis + 500, false));
        }
        assertThat(drain(reader)).startsWith("v0@3000* v0@3500");
    }

    @Test
    void aReaderThatIsThereBeforeTheFirstFrameWaitsForTheKeyFrame() {
        StreamReader reader = studio.read();
        publish(audio(0), video(0, false));
        assertThat(drain(reader)).isEmpty();
        publish(audio(45), video(40, true), audio(60));
        assertThat(drain(reader)).isEqualTo("a1@45 v0@40* a1@60");
        assertThat(reader.skipped()).isZero();
        assertThat(reader.jumps()).isZero();
    }

    @Test
    void aGroupOfPicturesLongerThanTheRingLetsJoinersWaitAndIsReported() {
        try (Studio small = new Studio(Map.of("ring.frames", "64"))) {
            Publication long_ = small.publishing();
            List<PublicationSignal> signals = new ArrayList<>();
            long_.arm(Runnable::run, signals::add);
            long_.publish(video(0, true));
            for (int i = 1; i <= 100; i++) {
                long_.publish(video(i * 40, false));
            }
            assertThat(small.cam().statistics().gopExceedsRing()).isTrue();
            assertThat(small.takeEvents()).contains(StreamEvent.Type.GOP_EXCEEDS_RING);
            StreamReader reader = small.read();
            assertThat(drain(reader)).isEmpty();
            assertThat(signals).extracting(PublicationSignal::kind).containsExactly(PublicationSignal.Kind.KEYFRAME_WANTED);
            long_.publish(video(5_000, true));
            long_.publish(video(5_040, false));
            assertThat(drain(reader)).isEqualTo("v0@5000* v0@5040");
            long_.publish(video(6_000, true));
            assertThat(small.cam().statistics().gopExceedsRing()).isFalse();
        }
    }

    @Test
    void videoThatIsOnlyDeclaredSilencesNobody() {
        StreamReader first = studio.read();
        publish(audio(0), audio(500), audio(1_000));
        assertThat(drain(first)).isEmpty(); // its first second, video may come
        publish(audio(1_500), audio(2_000));
        assertThat(drain(first)).isEqualTo("a1@1500 a1@2000");
        assertThat(drain(studio.read())).isEqualTo("a1@1000 a1@1500 a1@2000");
        publish(video(2_200, true), audio(2_300));
        assertThat(drain(first)).isEqualTo("v0@2200* a1@2300");
    }

    @Test
    void selectingAVideoTrackBeginsAtItsNextKeyFrame() {
        Track screen = Track.of(2, Codec.H264).build();
        publication.declare(List.of(VIDEO, AUDIO, screen), true);
        publish(video(0, true), frame(screen, 0, true));
        StreamReader reader = studio.cam().open(ReadOptions.viewer().withTracks(id -> id < 2));
        assertThat(drain(reader)).isEqualTo("v0@0*");
        reader.select(0b110);
        publish(video(40, false), frame(screen, 40, false), audio(50), frame(screen, 80, true));
        assertThat(drain(reader)).isEqualTo("a1@50 v2@80*");
    }

    @Test
    void sequenceIsTheSameForEveryReader() {
        publish(video(0, true), audio(10), video(40, false));
        StreamReader one = studio.read();
        StreamReader sound = studio.cam().open(ReadOptions.viewer().withTracks(id -> id == 1));
        assertThat(one.sequence()).isEqualTo(-1);
        one.poll();
        one.poll();
        sound.poll();
        assertThat(one.sequence()).isEqualTo(1).isEqualTo(sound.sequence());
        assertThat(studio.kernel.streams().find(CAM)).contains(one.stream());
    }
}
