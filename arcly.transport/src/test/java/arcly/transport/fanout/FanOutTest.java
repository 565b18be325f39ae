package arcly.transport.fanout;

import static arcly.transport.fanout.TestLoop.concat;
import static arcly.transport.fanout.TestLoop.numbers;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.transport.WireOptions;
import arcly.transport.fanout.TestStream.TestReader;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FanOutTest {
    private final TestLoop loop = new TestLoop();
    private final TestStream stream = new TestStream();

    @AfterEach
    void nothingIsLeft() {
        loop.close();
        assertThat(stream.armedReaders()).as("wakes left in the stream").isZero();
    }

    @Test
    void viewerStartsAtTheKeyFrameAndMissesNothing() {
        stream.groupOfPictures(5, 100);
        TestSink viewer = loop.join(stream);
        assertThat(viewer.words()).containsExactly("STARTED", "A0:640@0", "0", "1", "2", "3", "4");

        stream.video(false, 100);
        stream.audio(20);
        loop.settle();
        assertThat(viewer.words()).containsExactly("5", "A1:0@6", "6");
        assertThat(viewer.viewer.frames()).isEqualTo(7);
    }

    @Test
    void frameIsPutIntoWireFormOnceForAllViewers() {
        List<TestSink> viewers = new ArrayList<>();
        stream.groupOfPictures(10, 200);
        for (int i = 0; i < 50; i++) {
            viewers.add(loop.join(stream));
        }
        for (int i = 0; i < 30; i++) {
            stream.video(false, 200);
            stream.audio(30);
            loop.advance(Duration.ofMillis(13));
        }
        loop.settle();
        for (TestSink viewer : viewers) {
            assertThat(viewer.words()).filteredOn(word -> Character.isDigit(word.charAt(0))).isEqualTo(numbers(0, 69));
        }
        assertThat(loop.form.encoded).hasSize(70).doesNotHaveDuplicates();
        assertThat(loop.fanOut.sharedEncodes()).isEqualTo(70);
        assertThat(loop.fanOut.privateEncodes()).isZero();
        assertThat(loop.form.announced).hasSize(2);
    }

    @Test
    void framesOfAWindowAreOneWriteAndOneFlush() {
        stream.groupOfPictures(2, 500);
        TestSink viewer = loop.join(stream);
        loop.settle();
        viewer.words();

        int writes = viewer.writes;
        int flushes = viewer.flushes;
        for (int i = 0; i < 6; i++) {
            stream.video(false, 500);
            loop.advance(Duration.ofMillis(3));
        }
        assertThat(viewer.words()).as("while the window is open").isEmpty();
        loop.advance(Duration.ofMillis(5));
        assertThat(viewer.words()).isEqualTo(numbers(2, 7));
        assertThat(viewer.writes - writes).isEqualTo(1);
        assertThat(viewer.flushes - flushes).isEqualTo(1);
    }

    @Test
    void frameGoesOutAtOnceIfNoOtherIsDueWithinTheWindow() {
        TestSink viewer = loop.open(stream, stream.open(null), loop.options());
        for (int i = 0; i < 3; i++) {
            int number = i * 33_000_000;
            stream.publish(Frame.of(TestStream.VIDEO).dts(number).key(i == 0).payload(TestStream.payload(number, 50)).build());
            loop.run();
            assertThat(viewer.words()).endsWith(Integer.toString(number));
            loop.advance(Duration.ofMillis(33));
        }
    }

    @Test
    void withoutAWindowEachWakeIsWritten() {
        stream.groupOfPictures(1, 100);
        TestSink viewer = loop.open(stream, stream.open(null), loop.options().withWindow(Duration.ZERO));
        loop.run();
        viewer.words();
        for (int i = 1; i < 5; i++) {
            stream.video(false, 100);
            loop.run();
            assertThat(viewer.words()).containsExactly(Integer.toString(i));
        }
    }

    @Test
    void windowGrowsWhileWritingTakesTime() {
        stream.groupOfPictures(1, 100);
        TestSink viewer = loop.join(stream);
        viewer.whenFlushed = () -> loop.ticker.advance(9, TimeUnit.MILLISECONDS);
        spend(Duration.ofSeconds(5));
        int flushes = viewer.flushes;
        spend(Duration.ofSeconds(5));
        assertThat(5000 / (viewer.flushes - flushes)).as("milliseconds between flushes").isBetween(45, 55);

        viewer.whenFlushed = () -> { };
        spend(Duration.ofSeconds(5));
        flushes = viewer.flushes;
        spend(Duration.ofSeconds(5));
        assertThat(5000 / (viewer.flushes - flushes)).as("milliseconds between flushes").isBetween(20, 25);
        loop.settle();
        List<String> words = viewer.words();
        assertThat(words.subList(2, words.size())).isEqualTo(numbers(0, stream.frames.size() - 1));
    }

    /** A frame each time that 5 ms have passed. */
    private void spend(Duration time) {
        long end = loop.ticker.nanoTime() + time.toNanos();
        while (loop.ticker.nanoTime() < end) {
            stream.video(false, 50);
            loop.advance(Duration.ofMillis(5));
        }
    }

    @Test
    void wakesDoNotDependOnViewers() {
        stream.groupOfPictures(2, 100);
        for (int i = 0; i < 20; i++) {
            loop.join(stream);
        }
        assertThat(stream.armedReaders()).isEqualTo(1);
        assertThat(loop.fanOut.groups()).isEqualTo(1);
    }

    @Test
    void viewersAreWokenOneByOneIfTheStreamHasNoReaderToSpare() {
        stream.mostReaders = 3;
        stream.groupOfPictures(2, 100);
        List<TestReader> readers = List.of(stream.open(null), stream.open(null), stream.open(null));
        List<TestSink> viewers = readers.stream().map(reader -> loop.open(stream, reader, loop.options())).toList();
        assertThat(stream.armedReaders()).isEqualTo(3);
        stream.groupOfPictures(3, 100);
        loop.settle();
        viewers.get(0).viewer.close();
        stream.video(false, 100);
        loop.settle();
        assertThat(viewers.get(0).words()).containsExactly("STARTED", "A0:640@0", "0", "1", "2", "3", "4");
        assertThat(viewers.get(1).words()).containsExactly("STARTED", "A0:640@0", "0", "1", "2", "3", "4", "5");
        assertThat(stream.armedReaders()).isEqualTo(2);
        assertThat(loop.form.encoded).hasSize(6);
    }

    @Test
    void lateJoinersReadWhatWasEncodedBefore() {
        stream.groupOfPictures(1, 300);
        loop.join(stream);
        for (int i = 1; i < 40; i++) {
            stream.video(false, 300);
            loop.advance(Duration.ofMillis(40));
        }
        loop.settle();
        assertThat(loop.form.encoded).hasSize(40);
        TestSink late = loop.join(stream);
        assertThat(late.words()).hasSize(42).startsWith("STARTED", "A0:640@0", "0").endsWith("39");
        assertThat(loop.form.encoded).hasSize(40);
        assertThat(late.writes).as("announcement, and the group of pictures in one").isEqualTo(2);
    }

    @Test
    void whoeverIsFurtherBehindIsServedApart() {
        stream.groupOfPictures(10, 300);
        stream.groupOfPictures(10, 300);
        TestSink joiner = loop.join(stream);
        TestReader reader = stream.open(null);
        reader.startAt(3);
        TestSink behind = loop.open(stream, reader, loop.options());
        loop.run();
        assertThat(joiner.words()).endsWith("19").hasSize(12);
        assertThat(behind.words()).containsExactlyElementsOf(concat(List.of("STARTED", "A0:640@3"), numbers(3, 19)));
        assertThat(loop.fanOut.privateEncodes()).isEqualTo(7);
        assertThat(loop.fanOut.sharedEncodes()).isEqualTo(10);
    }

    @Test
    void joinerFillsWhatViewersAtTheEdgeDidNotNeed() {
        stream.groupOfPictures(10, 300);
        TestReader edge = stream.open(null);
        edge.startAt(10);
        loop.open(stream, edge, loop.options());
        loop.run();
        stream.video(false, 300);
        loop.settle();
        assertThat(loop.form.encoded).containsExactly(10L);
        assertThat(loop.join(stream).words()).endsWith("10").hasSize(13);
        assertThat(loop.join(stream).words()).endsWith("10").hasSize(13);
        assertThat(loop.form.encoded).hasSize(11);
        assertThat(loop.fanOut.privateEncodes()).isZero();
    }

    @Test
    void changedTrackIsAnnouncedBeforeItsFirstFrame() {
        stream.groupOfPictures(2, 100);
        TestSink first = loop.join(stream);
        TestSink second = loop.join(stream);
        Track changed = TestStream.VIDEO.toBuilder().size(1280, 720).build();
        Track equal = changed.toBuilder().build();
        stream.publish(Frame.of(changed).dts(2).key(true).payload(TestStream.payload(2, 50)).build());
        stream.publish(Frame.of(equal).dts(3).payload(TestStream.payload(3, 50)).build());
        loop.settle();
        assertThat(first.words()).containsExactly("STARTED", "A0:640@0", "0", "1", "A0:1280@2", "2", "3");
        assertThat(second.words()).containsExactly("STARTED", "A0:640@0", "0", "1", "A0:1280@2", "2", "3");
        assertThat(loop.form.announced).hasSize(2);
    }

    @Test
    void announcementCarriesTheTimeOfTheJoinersOwnFirstFrame() {
        stream.groupOfPictures(2, 100);
        loop.join(stream);
        stream.groupOfPictures(2, 100);
        assertThat(loop.join(stream).words()).startsWith("STARTED", "A0:640@2", "2");
    }

    @Test
    void joinersTakeTurnsWithTheirBursts() {
        stream.groupOfPictures(200, 10_000);
        TestSink first = loop.open(stream, stream.open(null), loop.options());
        TestSink second = loop.open(stream, stream.open(null), loop.options());
        first.high = 4 << 20;
        second.high = 4 << 20;
        List<TestSink> order = new ArrayList<>();
        first.also = event -> order.add(first);
        second.also = event -> {
            order.add(second);
            assertThat(first.viewer.bytes()).isBetween(512L << 10, 512L << 10 | 128 << 10);
        };
        loop.run();
        assertThat(order).containsExactly(first, second);
        assertThat(first.viewer.frames()).isEqualTo(200);
        assertThat(second.viewer.frames()).isEqualTo(200);
    }

    @Test
    void manyJoinersDoNotKeepTheLoopFromItsOtherTasks() {
        stream.groupOfPictures(50, 1000);
        List<TestSink> joiners = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            TestSink sink = loop.open(stream, stream.open(null), loop.options().withWindow(Duration.ofMillis(20 + i)));
            sink.also = event -> loop.ticker.advance(3, TimeUnit.MILLISECONDS); // what a visit takes
            joiners.add(sink);
        }
        stream.readers.forEach(reader -> reader.wake = null); // visits by rounds alone
        List<Long> servedThen = new ArrayList<>();
        loop.channel.eventLoop().execute(() -> servedThen.add(joiners.stream().filter(sink -> sink.flushes > 0).count()));
        loop.run();
        assertThat(servedThen).containsExactly(2L);
        assertThat(joiners).allMatch(sink -> sink.viewer.frames() == 50);
    }

    @Test
    void selectedTracksAreSharedToo() {
        TestReader soundOnly = stream.open(null);
        soundOnly.select(1L << TestStream.AUDIO.id());
        TestSink sound = loop.open(stream, soundOnly, loop.options());
        stream.video(true, 100);
        stream.audio(10);
        stream.video(false, 100);
        stream.audio(10);
        TestSink both = loop.join(stream);
        loop.settle();
        assertThat(sound.words()).containsExactly("STARTED", "A1:0@1", "1", "3");
        assertThat(both.words()).containsExactly("STARTED", "A0:640@0", "0", "A1:0@1", "1", "2", "3");
        assertThat(loop.form.encoded).hasSize(4);
    }

    @Test
    void brokenFormCostsItsFrameOnly() {
        loop.form.broken = 2;
        stream.groupOfPictures(4, 100);
        assertThat(loop.join(stream).words()).containsExactly("STARTED", "A0:640@0", "0", "1", "3");
        assertThat(loop.join(stream).words()).containsExactly("STARTED", "A0:640@0", "0", "1", "3");
        assertThat(loop.fanOut.formFailures()).isEqualTo(1);
    }

    @Test
    void figuresAddUp() {
        stream.groupOfPictures(20, 1000);
        TestSink viewer = loop.join(stream);
        TestSink other = loop.join(stream);
        stream.audio(100);
        loop.settle();
        long bytes = viewer.viewer.bytes();
        assertThat(bytes).isEqualTo(other.viewer.bytes()).isEqualTo(20 * 1017 + 117 + 2 * 12);
        assertThat(loop.fanOut.viewerBytes()).isEqualTo(2 * bytes);
        assertThat(loop.fanOut.viewerWrites()).isEqualTo(viewer.writes + other.writes);
        assertThat(loop.fanOut.cacheBytes()).isPositive();
    }

    @Test
    void sessionWithoutAReaderIsRefused() {
        TestSink sink = new TestSink(loop.allocator);
        assertThatThrownBy(() -> loop.fanOut.open(sink, new TestSession(null), loop.options(), sink))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void loopThatEndsClosesEverything() {
        stream.groupOfPictures(5, 100);
        TestSink viewer = loop.join(stream);
        loop.open(stream, stream.open(null), WireOptions.of("test.2", loop.form));
        loop.fanOut.close();
        assertThat(viewer.viewer.isClosed()).isTrue();
        assertThat(loop.fanOut.groups()).isZero();
        assertThat(loop.fanOut.cacheBytes()).isZero();
    }
}
