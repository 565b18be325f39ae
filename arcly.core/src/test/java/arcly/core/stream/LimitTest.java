package arcly.core.stream;

import static arcly.core.Studio.CAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Codec;
import arcly.api.media.Track;
import arcly.api.stream.Answer;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.Publication.Result;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Studio;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Every limit has a counter and a name. */
class LimitTest {
    private final Studio studio = new Studio(Map.of("streams.most", "2", "readers.most", "2", "ring.bytes", "1000000"));

    @AfterEach
    void close() {
        studio.close();
    }

    private static StreamKey key(String name) {
        return StreamKey.of("live", name);
    }

    private void limited(ThrowingCallable what, String counter, String name) {
        long before = studio.kernel.counters().get(counter);
        assertThatThrownBy(what).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT)).hasMessageContaining(name);
        assertThat(studio.kernel.counters().get(counter)).isEqualTo(before + 1);
    }

    private void limited(Answer<?> answer, String name) {
        assertThatThrownBy(answer::get).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT)).hasMessageContaining(name);
    }

    private Answer<Publication> publish(String name) {
        return studio.publisherSession(key(name)).publish(Duration.ofSeconds(1));
    }

    @Test
    void streamsOfAnApplicationAndInAll() {
        Publication one = publish("a").get();
        publish("b").get();
        limited(publish("c"), "streams.most in etc/arcly.application~live.cfg");
        one.close(CloseReason.LEFT);
        publish("c").get();
        studio.kernel.configure(Map.of("streams.total", "2"));
        studio.kernel.applications().configure("arcly.application~more", Map.of());
        limited(studio.publisherSession(StreamKey.of("more", "a")).publish(Duration.ofSeconds(1)), "streams.total");
        assertThat(studio.kernel.counters().get("limit.streams")).isEqualTo(2);
    }

    @Test
    void readersOfAStream() {
        studio.publishing();
        StreamReader one = studio.read();
        studio.read();
        limited(studio::read, "limit.readers", "readers.most");
        one.close();
        studio.read();
    }

    @Test
    void sessions() {
        studio.kernel.configure(Map.of("sessions.total", "2"));
        studio.viewerSession(CAM);
        studio.viewerSession(CAM);
        limited(() -> studio.viewerSession(CAM), "limit.sessions", "sessions.total");
    }

    @Test
    void aFrameLargerThanTheRing() {
        Publication publication = studio.publishing();
        assertThat(publication.publish(Studio.frame(Studio.VIDEO, 0, true, 1_000_001))).isEqualTo(Result.REFUSED);
        assertThat(publication.publish(Studio.frame(Studio.VIDEO, 0, true, 1_000_000))).isEqualTo(Result.ACCEPTED);
        assertThat(publication.publish(Studio.frame(Studio.VIDEO, 40, false, 600_000))).isEqualTo(Result.ACCEPTED);
        assertThat(studio.cam().statistics().ringBytes()).isEqualTo(600_000);
        assertThat(studio.cam().statistics().ringFrames()).isEqualTo(1);
    }

    @Test
    void allRingsTogether() {
        studio.kernel.configure(Map.of("rings.bytes.total", "2000000"));
        Publication one = publish("a").get();
        Publication two = publish("b").get();
        for (int i = 0; i < 40; i++) {
            one.publish(Studio.frame(Studio.VIDEO, i * 40, true, 50_000));
            two.publish(Studio.frame(Studio.VIDEO, i * 40, true, 50_000));
        }
        assertThat(studio.kernel.ringBytes()).isLessThanOrEqualTo(2_000_000);
        assertThat(one.stream().statistics().ringBytes() + two.stream().statistics().ringBytes()).isLessThanOrEqualTo(2_000_000);
        limited(publish("c"), "rings.bytes.total");
        assertThat(studio.kernel.counters().get("limit.rings.bytes")).isEqualTo(1);
        one.close(CloseReason.LEFT);
        two.close(CloseReason.LEFT);
        assertThat(studio.kernel.ringBytes()).isZero();
        Publication three = publish("c").get();
        three.publish(Studio.frame(Studio.VIDEO, 0, true, 900_000));
        assertThat(three.stream().statistics().ringBytes()).isEqualTo(900_000);
    }

    @Test
    void aRingThatGetsNoMoreOfTheTotalLivesWithWhatItHas() {
        studio.kernel.configure(Map.of("rings.bytes.total", "1100000"));
        Publication one = publish("a").get();
        for (int i = 0; i < 200; i++) {
            assertThat(one.publish(Studio.frame(Studio.VIDEO, i * 40, true, 100_000))).isEqualTo(Result.ACCEPTED);
        }
        assertThat(studio.kernel.ringBytes()).isLessThanOrEqualTo(1_100_000);
        assertThat(one.stream().statistics().ringFrames()).isGreaterThanOrEqualTo(9);
    }

    @Test
    void tooManyTracks() {
        Publication publication = studio.publishing();
        var tracks = IntStream.range(0, TrackTable.MOST + 1)
                .mapToObj(id -> Track.of(id, Codec.AAC).build()).toList();
        assertThatThrownBy(() -> publication.declare(tracks, true)).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(Reason.LIMIT));
        assertThatThrownBy(() -> publication.declare(List.of(Studio.AUDIO, Studio.AUDIO), true))
                .isInstanceOfSatisfying(StreamException.class, e -> assertThat(e.reason()).isEqualTo(Reason.MALFORMED));
    }
}
