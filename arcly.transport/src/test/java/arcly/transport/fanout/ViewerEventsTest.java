package arcly.transport.fanout;

import static arcly.transport.fanout.TestLoop.concat;
import static arcly.transport.fanout.TestLoop.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.stream.CloseReason;
import arcly.transport.fanout.TestStream.TestReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What viewers are told, between which frames, and what they may do about it. */
class ViewerEventsTest {
    private final TestLoop loop = new TestLoop();
    private final TestStream stream = new TestStream();

    @AfterEach
    void nothingIsLeft() {
        loop.close();
        assertThat(stream.armedReaders()).as("wakes left in the stream").isZero();
    }

    @Test
    void metadataIsToldBetweenFrames() {
        stream.groupOfPictures(2, 100);
        TestSink viewer = loop.join(stream);
        stream.changeMetadata();
        stream.video(false, 100);
        loop.settle();
        stream.video(false, 100);
        loop.settle();
        assertThat(viewer.words()).containsExactly("STARTED", "A0:640@0", "0", "1", "METADATA", "2", "3");
    }

    @Test
    void viewerThatWasMovedIsToldByHowMuch() {
        stream.ring = 20;
        stream.groupOfPictures(2, 1000);
        TestSink viewer = loop.join(stream);
        viewer.words();
        viewer.room = 0;
        for (int i = 0; i < 10; i++) {
            stream.groupOfPictures(10, 10_000);
            loop.settle();
        }
        assertThat(viewer.pendingBytes()).as("bounded by the watermark and one write").isLessThan((64 + 128 + 10) << 10);
        viewer.take(Long.MAX_VALUE);
        loop.settle();
        List<String> words = viewer.words();
        int jump = words.indexOf("SKIPPED " + (92 - jumpedFrom(words)));
        assertThat(jump).as("in " + words).isPositive();
        assertThat(words.subList(jump + 1, words.size())).isEqualTo(numbers(92, 101));
        assertThat(words.subList(0, jump)).isEqualTo(numbers(2, jumpedFrom(words) - 1));
    }

    private static long jumpedFrom(List<String> words) {
        return words.stream().takeWhile(word -> !word.startsWith("SKIPPED")).count() + 2;
    }

    @Test
    void pausedViewerHoldsNothingAndGoesOnAtTheNewestKeyFrame() {
        stream.groupOfPictures(2, 100);
        TestSink viewer = loop.join(stream);
        viewer.words();
        viewer.viewer.pause();
        loop.run();
        assertThat(loop.fanOut.groups()).isZero();
        assertThat(loop.fanOut.cacheBytes()).isZero();
        stream.groupOfPictures(3, 100);
        stream.groupOfPictures(3, 100);
        loop.settle();
        assertThat(viewer.words()).isEmpty();
        viewer.viewer.resume();
        loop.run();
        assertThat(viewer.words()).containsExactly("5", "6", "7");
    }

    @Test
    void pausedViewerHearsOfTheEndAlsoOfOneThatCameWhileItWasParked() {
        stream.groupOfPictures(2, 100);
        TestSink viewer = loop.join(stream);
        TestSink parked = loop.join(stream);
        viewer.words();
        parked.words();
        viewer.viewer.pause();
        parked.viewer.pause();
        ((ViewerPlace) parked.viewer).park();
        stream.groupOfPictures(2, 100);
        stream.end(CloseReason.ENDED);
        loop.settle();
        assertThat(viewer.words()).containsExactly("ENDED " + CloseReason.ENDED);
        assertThat(parked.words()).isEmpty();
        parked.viewer.arm(loop.options(), parked);
        loop.run();
        assertThat(parked.words()).containsExactly("ENDED " + CloseReason.ENDED);
    }

    @Test
    void endIsToldBehindTheLastFrame() {
        stream.groupOfPictures(2, 100);
        TestSink viewer = loop.join(stream);
        TestSink slow = loop.join(stream);
        viewer.words();
        slow.words();
        slow.room = 0;
        stream.groupOfPictures(12, 10_000);
        loop.settle();
        stream.video(false, 10_000);
        stream.end(CloseReason.ENDED);
        loop.settle();
        assertThat(viewer.words()).isEqualTo(concat(numbers(2, 14), List.of("ENDED " + CloseReason.ENDED)));
        assertThat(slow.words()).isEmpty();
        slow.take(Long.MAX_VALUE);
        loop.run();
        assertThat(slow.words()).isEqualTo(concat(numbers(2, 14), List.of("ENDED " + CloseReason.ENDED)));
        assertThat(loop.fanOut.groups()).isZero();
        assertThat(loop.fanOut.cacheBytes()).isZero();
    }

    @Test
    void viewerOfAnEndedStreamReadsWhatIsLeft() {
        stream.groupOfPictures(3, 100);
        TestReader reader = stream.open(null);
        stream.end(CloseReason.ENDED);
        TestSink viewer = loop.open(stream, reader, loop.options());
        loop.settle();
        assertThat(viewer.words()).containsExactly("STARTED", "A0:640@0", "0", "1", "2", "ENDED " + CloseReason.ENDED);
    }

    @Test
    void evictedViewerIsToldAlthoughItReadsNothing() {
        stream.groupOfPictures(2, 40_000);
        TestSink stuck = loop.open(stream, stream.open(null), loop.options());
        stuck.room = 0;
        loop.run();
        assertThat(stuck.isWritable()).isFalse();
        stream.readers.get(0).evict();
        stream.video(false, 100);
        loop.settle();
        stuck.take(Long.MAX_VALUE);
        assertThat(stuck.words()).endsWith("ENDED " + CloseReason.EVICTED);
    }

    @Test
    void listenersMayCloseAndPauseInTheMiddleOfAFlush() {
        stream.groupOfPictures(2, 100);
        List<TestSink> viewers = new ArrayList<>();
        for (int i = 0; i < 9; i++) {
            TestSink sink = loop.join(stream);
            viewers.add(sink);
            sink.words();
        }
        for (int i = 0; i < 9; i++) {
            int number = i;
            viewers.get(i).also = event -> {
                if (number % 3 == 0) {
                    viewers.get(number).viewer.close();
                    viewers.get((number + 4) % 9).viewer.close();
                } else if (number % 3 == 2) {
                    viewers.get(number).viewer.pause();
                }
            };
        }
        stream.changeMetadata();
        stream.video(false, 100);
        loop.settle();
        stream.video(false, 100);
        loop.settle();
        List<List<String>> words = viewers.stream().map(TestSink::words).toList();
        assertThat(words.get(0)).containsExactly("METADATA");
        assertThat(words.get(1)).as("closed by 6 after its own frame").containsExactly("METADATA", "2");
        assertThat(words.get(2)).containsExactly("METADATA");
        assertThat(words.get(4)).as("closed by 0 before its turn").isEmpty();
        assertThat(words.get(7)).as("closed by 3 before its turn").isEmpty();
        assertThat(new HashSet<>(words)).hasSize(3);
    }

    @Test
    void pauseAndResumeWithinAnEventDoNotRepeatAFrame() {
        stream.groupOfPictures(3, 100);
        TestSink viewer = loop.open(stream, stream.open(null), loop.options());
        viewer.also = event -> {
            viewer.also = later -> { };
            stream.groupOfPictures(2, 100);
            viewer.viewer.pause();
            viewer.viewer.resume();
        };
        loop.settle();
        assertThat(viewer.words()).containsExactly("STARTED", "A0:640@3", "3", "4");
    }

    @Test
    void trackIsToldBeforeItsFirstFrameAndWhenItsValueHasChanged() {
        stream.groupOfPictures(2, 100);
        TestSink viewer = loop.open(stream, stream.open(null), loop.options());
        List<Track> told = new ArrayList<>();
        viewer.atTrack = told::add;
        loop.run();
        assertThat(told).containsExactly(TestStream.VIDEO);
        Track wider = TestStream.VIDEO.toBuilder().size(1280, 720).build();
        stream.publish(frame(wider, 2));
        stream.publish(frame(wider.toBuilder().build(), 3));
        loop.settle();
        assertThat(told).containsExactly(TestStream.VIDEO, wider);
    }

    @Test
    void viewerThatWillNotHaveATrackGetsNothingOfIt() {
        stream.groupOfPictures(2, 100);
        TestSink viewer = loop.join(stream);
        TestSink other = loop.join(stream);
        viewer.words();
        other.words();
        viewer.atTrack = track -> viewer.viewer.close();
        stream.publish(frame(TestStream.VIDEO.toBuilder().size(1280, 720).build(), 2));
        loop.settle();
        assertThat(viewer.words()).isEmpty();
        assertThat(other.words()).startsWith("A0:1280@2", "2");
    }

    private static Frame frame(Track track, int number) {
        return Frame.of(track).dts(number).key(true).payload(TestStream.payload(number, 50)).build();
    }
}
