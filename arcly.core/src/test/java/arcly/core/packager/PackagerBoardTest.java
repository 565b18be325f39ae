package arcly.core.packager;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.handover.Baton;
import arcly.api.media.Frame;
import arcly.api.packager.Packager;
import arcly.api.packager.PackagerContext;
import arcly.api.packager.PackagerSettings;
import arcly.api.packager.Packaging;
import arcly.api.stream.CloseReason;
import arcly.api.stream.Publication;
import arcly.api.stream.ReadOptions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamReader;
import arcly.core.Studio;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PackagerBoardTest {
    private final Studio studio = new Studio(Map.of("packagers", "box, other"));
    private final PackagerBoard board = studio.kernel.packagers();
    private final List<String> happened = new ArrayList<>();

    @AfterEach
    void close() {
        studio.close();
    }

    /** Says what it is called with, and leaves its own name. */
    private final class Box implements Packager {
        private final String name;
        private int opened;
        private StreamReader reader;

        Box(String name) {
            this.name = name;
        }

        @Override
        public Packaging open(PackagerContext context) {
            opened++;
            String left = context.batons().isEmpty() ? "nothing"
                    : new String(context.batons().get(0).bytes(), StandardCharsets.UTF_8);
            happened.add(name + " opens " + context.stream().key() + " " + context.settings() + " after " + left);
            reader = context.stream().open(ReadOptions.service());
            reader.arm(context.executor(), this::read);
            return new Packaging() {
                @Override
                public List<Baton> park() {
                    read();
                    happened.add(name + " parks");
                    return List.of(Baton.of("box", 1, name.getBytes(StandardCharsets.UTF_8)));
                }

                @Override
                public void configure(PackagerSettings settings) {
                    happened.add(name + " " + settings);
                }
            };
        }

        private void read() {
            for (Frame frame = reader.poll(); frame != null; frame = reader.poll()) {
                happened.add(name + " " + Studio.dump(frame));
            }
            if (reader.isEnded()) {
                happened.add(name + " ends");
            }
        }
    }

    private List<String> take() {
        List<String> all = List.copyOf(happened);
        happened.clear();
        return all;
    }

    @Test
    void aPackagerThatComesToARunningStreamBeginsWithTheCachedGroupOfPictures() {
        Publication publication = studio.publishing();
        publication.publish(Studio.video(0, true));
        publication.publish(Studio.video(40, false));
        board.add(new Box("a"), "box", 0, "test");
        assertThat(take()).containsExactly("a opens live/cam {} after nothing", "a v0@0*", "a v0@40");

        publication.publish(Studio.video(80, false));
        publication.close(CloseReason.LEFT);
        assertThat(take()).contains("a v0@80", "a ends", "a parks");
        assertThat(board.attachments()).isZero();
    }

    @Test
    void aStreamThatBeginsIsGivenToThePackagersItsApplicationNames() {
        board.add(new Box("a"), "box", 0, "test");
        board.add(new Box("b"), "not asked for", 0, "test");
        studio.publishing();
        assertThat(take()).containsExactly("a opens live/cam {} after nothing");
    }

    @Test
    void whatOneLeavesTheNextGetsUntilItIsTooOld() {
        studio.publishing();
        Box first = new Box("first");
        board.add(first, "box", 0, "test");
        board.remove(first);
        assertThat(first.reader.isEnded()).as("readers are closed, although it forgot to").isTrue();
        assertThat(board.batonBytes()).isEqualTo(5);
        Box second = new Box("second");
        board.add(second, "box", 0, "test");
        board.remove(second);
        studio.pass(Duration.ofSeconds(11));
        assertThat(board.batonBytes()).isZero();
        board.add(new Box("third"), "box", 0, "test");
        assertThat(take()).containsExactly("first opens live/cam {} after nothing", "first parks",
                "second opens live/cam {} after first", "second parks", "third opens live/cam {} after nothing");
    }

    @Test
    void theNewerOfTwoBuildsTakesOverAndTheOlderOneIsThereIfTheNewerFails() {
        studio.publishing();
        board.add(new Box("old"), "box", 0, "test");
        Packager broken = context -> {
            throw new IllegalStateException("no memory");
        };
        board.add(broken, "box", 0, "broken 2");
        studio.pass(Duration.ofSeconds(2));
        Box better = new Box("better");
        board.add(better, "box", 0, "better 3");
        board.remove(broken);
        board.remove(better);
        assertThat(take()).containsExactly("old opens live/cam {} after nothing", "old parks", "old opens live/cam {} after old",
                "old parks", "better opens live/cam {} after old", "better parks", "old opens live/cam {} after better");
        assertThat(studio.kernel.counters().get("packager.faults")).isEqualTo(1);
    }

    @Test
    void theMostSpecificSettingsAreInForceAndChangeLive() {
        studio.publishing();
        board.configure("arcly.box~all", "box", Map.of("applies", "*", "segments", "6"));
        board.configure("arcly.box~live", "box", Map.of("applies", "live/*", "segments", 7));
        board.configure("arcly.other~live", "other", Map.of("applies", "live/cam", "segments", "9"));
        board.add(new Box("a"), "box", 0, "test");
        board.configure("arcly.box~cam", "box", Map.of("applies", "live/cam", "segments", "8"));
        board.configure("arcly.box~cam", "box", Map.of("applies", "live/cam", "segments", "8"));
        board.forget("arcly.box~cam");
        board.forget("arcly.box~live");
        assertThat(take()).containsExactly("a opens live/cam {segments=7} after nothing", "a {segments=8}", "a {segments=7}",
                "a {segments=6}");
    }

    @Test
    void anApplicationThatNoLongerAsksLosesItsPackagers() {
        studio.publishing();
        board.add(new Box("a"), "box", 0, "test");
        studio.kernel.applications().configure("arcly.application~live", Map.of("packagers", ""));
        studio.pass(Duration.ofSeconds(2));
        assertThat(take()).containsExactly("a opens live/cam {} after nothing", "a parks");
    }

    @Test
    void oneThatFailsAgainAndAgainIsTakenFromTheStreamAndHurtsNobody() {
        Publication publication = studio.publishing();
        board.add(context -> new Packaging() {
            @Override
            public List<Baton> park() {
                throw new LinkageError("class not found");
            }

            @Override
            public void configure(PackagerSettings settings) {
                throw new LinkageError("class not found");
            }
        }, "box", 0, "bad 1");
        for (int i = 0; i < Attachment.MOST_FAULTS; i++) {
            board.configure("arcly.box~all", "box", Map.of("applies", "*", "segments", i));
        }
        studio.pass(Duration.ofSeconds(3));
        assertThat(board.attachments()).isZero();
        assertThat(studio.kernel.counters().get("packager.faults")).isGreaterThanOrEqualTo(Attachment.MOST_FAULTS);
        assertThat(publication.publish(Studio.video(1000, true))).isEqualTo(Publication.Result.ACCEPTED);
    }

    @Test
    void oneThatCannotBeginIsTriedAgainLessAndLessOften() {
        Publication publication = studio.publishing();
        Box box = new Box("a");
        boolean[] full = {true};
        int[] asked = {0};
        board.add(context -> {
            asked[0]++;
            if (full[0]) {
                throw new IllegalStateException("no memory");
            }
            return box.open(context);
        }, "box", 0, "full 1");
        assertThat(asked[0]).isEqualTo(1);
        int[][] expected = {{6, 2}, {6, 2}, {6, 3}, {12, 3}, {12, 4}}; // after 5 s, 10 more, 20 more
        int time = 0;
        for (int[] each : expected) {
            studio.pass(Duration.ofSeconds(each[0]));
            time += each[0];
            publication.publish(Studio.video(time * 1000L, true));
            assertThat(asked[0]).as("tries after " + time + " s").isEqualTo(each[1]);
        }
        full[0] = false;
        for (int i = 0; i < 4; i++) {
            studio.pass(Duration.ofSeconds(10));
            publication.publish(Studio.video((time + 10 * i) * 1000L + 5_000, true));
        }
        assertThat(board.attachments()).isEqualTo(1);
        assertThat(take().get(0)).startsWith("a opens live/cam");
    }

    @Test
    void batonsBeyondTheBudgetAreDroppedFromTheEnd() {
        BatonStore store = new BatonStore(10);
        StreamKey other = StreamKey.of("live", "other");
        Baton four = Baton.of("x", 1, new byte[4]);
        assertThat(store.put(Studio.CAM, "box", List.of(four, four, four), 0)).isEqualTo(1);
        assertThat(store.put(other, "box", List.of(four), 0)).as("what was left longest ago makes room").isEqualTo(2);
        assertThat(store.take(Studio.CAM, "box", 0)).isEmpty();
        assertThat(store.take(other, "box", 0)).containsExactly(four);
        assertThat(store.bytes()).isZero();
    }
}
