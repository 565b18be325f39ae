package arcly.transport.fanout;

import static arcly.transport.fanout.TestLoop.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.stream.CloseReason;
import arcly.transport.ViewerEvent;
import arcly.transport.WireOptions;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of viewers when the bundle that serves them is replaced. */
class ViewerHandoverTest {
    private final TestLoop loop = new TestLoop();
    private final TestStream stream = new TestStream();

    @AfterEach
    void nothingIsLeft() {
        loop.close();
    }

    @Test
    void nothingIsLostOrRepeatedOrToldTwice() {
        stream.groupOfPictures(3, 100);
        TestSink viewer = loop.join(stream);
        stream.video(false, 100);
        viewer.viewer.park();
        stream.video(false, 100);
        stream.audio(10);
        loop.settle();
        assertThat(viewer.words()).containsExactly("STARTED", "A0:640@0", "0", "1", "2");
        TestForm next = new TestForm();
        viewer.viewer.arm(WireOptions.of("test.2", next), viewer);
        loop.run();
        assertThat(viewer.words()).containsExactly("3", "4", "A1:0@5", "5");
        assertThat(next.announced).containsExactly(TestStream.AUDIO);
        assertThat(viewer.viewer.frames()).isEqualTo(6);
    }

    @Test
    void whatHappenedMeanwhileIsToldToTheNextGeneration() {
        stream.ring = 20;
        stream.groupOfPictures(3, 100);
        TestSink viewer = loop.join(stream);
        viewer.words();
        viewer.viewer.park();
        stream.changeMetadata();
        stream.groupOfPictures(30, 100);
        stream.groupOfPictures(2, 100);
        stream.end(CloseReason.GRACE_OVER);
        loop.settle();
        assertThat(viewer.words()).isEmpty();
        viewer.viewer.arm(loop.options(), viewer);
        loop.settle();
        assertThat(viewer.words()).containsExactly("SKIPPED 30", "METADATA", "33", "34", "ENDED " + CloseReason.GRACE_OVER);
        viewer.viewer.park();
        viewer.viewer.arm(loop.options(), viewer);
        loop.settle();
        assertThat(viewer.words()).as("ended once").isEmpty();
    }

    @Test
    void successorOfTheSameTaskFindsTheSharedBytes() {
        stream.groupOfPictures(10, 1000);
        TestSink viewer = loop.join(stream);
        viewer.viewer.park();
        TestForm next = new TestForm();
        viewer.viewer.arm(WireOptions.of("test.1", next), viewer);
        loop.run();
        assertThat(loop.open(stream, stream.open(null), WireOptions.of("test.1", next)).viewer).isNotNull();
        loop.run();
        assertThat(loop.sinks.get(1).words()).hasSize(12);
        assertThat(next.encoded).isEmpty();
    }

    @Test
    void pausedViewerStaysPausedOverAHandover() {
        stream.groupOfPictures(3, 100);
        TestSink viewer = loop.join(stream);
        viewer.viewer.pause();
        viewer.words();
        viewer.viewer.park();
        viewer.viewer.arm(loop.options(), viewer);
        stream.groupOfPictures(3, 100);
        loop.settle();
        assertThat(viewer.words()).isEmpty();
        assertThat(viewer.viewer.isPaused()).isTrue();
        viewer.viewer.resume();
        loop.settle();
        assertThat(viewer.words()).isEqualTo(numbers(3, 5));
    }

    @Test
    void connectionsMoveOneByOneWhileFramesCome() {
        stream.groupOfPictures(2, 100);
        List<TestSink> viewers = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            viewers.add(loop.join(stream));
        }
        TestForm next = new TestForm();
        for (TestSink viewer : viewers) {
            viewer.viewer.park();
            stream.video(false, 100);
            loop.advance(Duration.ofMillis(7));
            viewer.viewer.arm(WireOptions.of("test.1", next), viewer);
            stream.video(false, 100);
            loop.advance(Duration.ofMillis(7));
        }
        loop.settle();
        for (TestSink viewer : viewers) {
            List<String> words = viewer.words();
            assertThat(words.subList(2, words.size())).isEqualTo(numbers(0, 21));
        }
    }

    @Test
    void nothingOfTheReplacedGenerationIsKept() {
        stream.groupOfPictures(3, 100);
        TestSink stays = new TestSink(loop.allocator);
        TestSink moves = new TestSink(loop.allocator);
        loop.sinks.add(stays);
        loop.sinks.add(moves);
        List<WeakReference<Object>> old = new ArrayList<>();
        openWithFormsOfItsOwn(stays, old);
        openWithFormsOfItsOwn(moves, old);
        loop.run();
        stream.video(false, 100);
        loop.settle();
        for (TestSink sink : List.of(stays, moves)) {
            sink.viewer.park();
            sink.viewer.arm(WireOptions.of("test.1", new TestForm()), sink);
        }
        stream.video(false, 100);
        loop.settle();
        assertGone(old);
        assertThat(stays.words()).endsWith("4");

        moves.viewer.park();
        stays.viewer.park();
        loop.run();
        assertThat(loop.fanOut.groups()).as("groups while everybody is parked").isZero();
    }

    @Test
    void formOfAViewerThatLeavesGivesWayToAnothers() {
        stream.groupOfPictures(3, 100);
        TestSink stays = new TestSink(loop.allocator);
        loop.sinks.add(stays);
        stays.viewer = loop.fanOut.open(stays, new TestSession(stream.open(null)), loop.options(), stays);
        TestSink leaves = new TestSink(loop.allocator);
        loop.sinks.add(leaves);
        List<WeakReference<Object>> old = new ArrayList<>();
        openWithFormsOfItsOwn(leaves, old);
        loop.run();
        leaves.viewer.park();
        stream.video(false, 100);
        loop.settle();
        assertGone(old);
        assertThat(stays.words()).endsWith("3");
        assertThat(loop.form.encoded).containsExactly(3L);
    }

    private void openWithFormsOfItsOwn(TestSink sink, List<WeakReference<Object>> old) {
        TestForm form = new TestForm();
        Object bundle = new Object();
        old.add(new WeakReference<>(form));
        old.add(new WeakReference<>(bundle));
        sink.viewer = loop.fanOut.open(sink, new TestSession(stream.open(null)), WireOptions.of("test.1", form),
                event -> assertThat(bundle).isNotNull().isNotEqualTo(ViewerEvent.Kind.ENDED));
    }

    private static void assertGone(List<WeakReference<Object>> references) {
        Awaitility.await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> {
            System.gc();
            assertThat(references).allMatch(reference -> reference.get() == null);
        });
    }
}
