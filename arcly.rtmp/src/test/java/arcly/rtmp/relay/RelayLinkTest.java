package arcly.rtmp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.media.Frame;
import arcly.api.relay.RelayState;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.stream.CloseReason;
import arcly.api.stream.PublicationSignal;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.media.flv.FlvTag;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.Video;
import arcly.rtmp.session.FakeConnection;
import arcly.rtmp.session.FakeKernel;
import arcly.rtmp.session.Flv;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import arcly.transport.ViewerEvent;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A relay's connection against a scripted remote, with fakes for the kernel and the socket. The test owns the clock. */
class RelayLinkTest {
    private static final RelayTerms TERMS = RelaySettings.NONE.terms();
    private static final StreamKey CAM = StreamKey.of("live", "cam");
    private static final RelayUrl URL = RelayUrl.parse("rtmp://host/live/cam", 1, false);

    private final FakeKernel kernel = new FakeKernel();
    private final Remote remote = new Remote();
    private final List<String> told = new ArrayList<>();
    private final List<RelayEnd> ends = new ArrayList<>();
    private boolean own;
    private long now;
    private FakeConnection connection;

    private final class Line implements ConnectionProtocol, RelayLink.Owner {
        private final RelayPlan plan;

        Line(Direction direction, RelayUrl url) {
            plan = new RelayPlan("arcly.rtmp.relay~x", direction, CAM, url, "x", true);
        }

        private RelayContext context() {
            return new RelayContext(kernel, kernel, null, any -> own, Clock.systemUTC(), () -> now, new Random(1));
        }

        @Override
        public ConnectionHandler accept(Connection made) {
            return RelayLink.begin(made, context(), plan, TERMS, plan.url(), "", this);
        }

        @Override
        public ConnectionHandler adopt(Connection made, List<Baton> batons) throws HandoverException {
            return RelayLink.adopt(made, context(), plan, TERMS, plan.url(), this, batons);
        }

        @Override
        public void running(RelayLink link) {
            told.add("running");
        }

        @Override
        public void slow(RelayLink link, boolean slow) {
            told.add(slow ? "slow" : "not slow");
        }

        @Override
        public void ended(RelayLink link, RelayEnd end) {
            ends.add(end);
        }

        @Override
        public void handedOver(RelayLink link) {
            told.add("handed over");
        }
    }

    private void dial(Direction direction) {
        connection = new FakeConnection(new Line(direction, URL));
    }

    private void receive() {
        connection.receive(remote.bytes());
    }

    private List<Remote.Heard> heard() {
        return remote.read(connection.written);
    }

    private void pass(Duration time) {
        long until = now + time.toNanos();
        while (now < until && ends.isEmpty()) {
            now += 100_000_000;
            connection.fire();
        }
    }

    private void push() {
        dial(Direction.PUSH);
        remote.handshake().connected().result(4, null, 1.0).onStatus("status", "NetStream.Publish.Start", "");
        receive();
    }

    private void pull() {
        dial(Direction.PULL);
        remote.handshake().connected().result(2, null, 1.0).onStatus("status", "NetStream.Play.Start", "");
        receive();
    }

    private void media(Remote says, int from, int to) {
        for (FlvTag tag : Flv.tags().subList(from, to)) {
            ByteBuffer body = ByteBuffer.wrap(tag.body().toByteArray());
            says.say(1, tag.timestampMillis(), tag.type() == FlvTag.VIDEO ? new Video(body)
                    : tag.type() == FlvTag.AUDIO ? new Audio(body)
                    : Data.of("onMetaData", new EcmaArray().with("videocodecid", 7.0).with("audiocodecid", 10.0)));
        }
    }

    @Test
    void aPushShowsTheStreamOnceTheRemoteTakesIt() {
        push();
        assertThat(told).containsExactly("running");
        assertThat(kernel.last().request.isService()).isTrue();
        assertThat(kernel.last().request.peer()).isNull();
        assertThat(kernel.last().attributes()).containsEntry("relay", "arcly.rtmp.relay~x")
                .containsEntry("url", "rtmp://host/live/cam");
        assertThat(heard()).filteredOn(each -> each.message() instanceof Command)
                .extracting(each -> ((Command) each.message()).name())
                .containsExactly("connect", "releaseStream", "FCPublish", "createStream", "publish");
        kernel.last().stream.kept.put("onMetaData", Map.of("title", "t"));
        kernel.last().stream.version++;
        connection.onlyViewer().listener.happened(ViewerEvent.metadata());
        assertThat(heard()).filteredOn(each -> each.message() instanceof Data)
                .extracting(each -> ((Data) each.message()).values().get(0))
                .containsExactly("@setDataFrame");
    }

    @Test
    void aPullPublishesFromTheFirstFrameOn() {
        pull();
        remote.say(1, Data.of("|RtmpSampleAccess", true, true));
        receive();
        assertThat(kernel.sessions).isEmpty();
        media(remote, 0, Flv.tags().size());
        receive();
        assertThat(told).containsExactly("running");
        assertThat(kernel.last().publication.frames).hasSizeGreaterThan(20);
        assertThat(kernel.last().stream.kept).containsKey("onMetaData");
        remote.onStatus("status", "NetStream.Play.UnpublishNotify", "");
        receive();
        assertThat(ends).extracting(RelayEnd::state).containsExactly(RelayState.LOST);
        assertThat(kernel.last().closeReason()).isEqualTo(CloseReason.LOST);
        assertThat(connection.closed).isEqualTo(CloseReason.LOST);
    }

    @Test
    void aPullGoesOnAfterEveryByteInAnotherGeneration() throws Exception {
        pullFrames();
        List<Frame> whole = kernel.last().publication.frames;
        kernel.sessions.clear();
        told.clear();
        byte[] bytes = script(new Remote());
        dial(Direction.PULL);
        for (byte each : bytes) {
            connection.receive(each);
            assertThat(connection.handOver(new Line(Direction.PULL, URL))).hasSize(1);
        }
        assertThat(ends).isEmpty();
        assertThat(kernel.sessions).hasSize(1);
        assertThat(kernel.last().publication.frames).extracting(Frame::dts).isEqualTo(whole.stream().map(Frame::dts).toList());
    }

    private void pullFrames() {
        dial(Direction.PULL);
        connection.receive(script(new Remote()));
    }

    private byte[] script(Remote says) {
        says.handshake().connected().result(2, null, 1.0).onStatus("status", "NetStream.Play.Start", "");
        media(says, 0, 12);
        return says.bytes();
    }

    @Test
    void aPushGoesOnInAnotherGeneration() throws Exception {
        push();
        connection.handOver(new Line(Direction.PUSH, URL));
        assertThat(told).containsExactly("running", "handed over", "running");
        assertThat(connection.onlyViewer().listener).isNotNull();
        assertThat(kernel.sessions).hasSize(1);
        connection.onlyViewer().listener.happened(ViewerEvent.ended(CloseReason.KICKED));
        assertThat(ends).extracting(RelayEnd::state).containsExactly(RelayState.LOST);
    }

    @Test
    void anAnswerThatComesInBetweenIsHeardByTheSuccessor() throws Exception {
        kernel.answersAtOnce = false;
        push();
        connection.handOver(new Line(Direction.PUSH, URL));
        assertThat(told).containsExactly("handed over");
        kernel.last().playing.grant(kernel.last().stream);
        connection.receive();
        assertThat(told).containsExactly("handed over", "running");
        assertThat(kernel.last().asked).isEqualTo(1);
    }

    @Test
    void whatGoesElsewhereOrIsNewerIsNotAdopted() {
        push();
        assertThatThrownBy(() -> connection.handOver(new Line(Direction.PUSH,
                RelayUrl.parse("rtmp://host/live/x?key=s3cret", 1, false))))
                .isInstanceOf(HandoverException.class).hasMessageContaining("goes elsewhere").message().doesNotContain("s3cret");
        push();
        assertThatThrownBy(() -> new Line(Direction.PUSH, URL).adopt(connection, List.of(Baton.of("rtmp.relay", 2, new byte[9]))))
                .isInstanceOf(HandoverException.class).hasMessageContaining("rtmp.relay v1 is known");
        assertThatThrownBy(() -> new Line(Direction.PUSH, URL).adopt(connection, List.of(Baton.of("rtmp.relay", 1, new byte[3]))))
                .isInstanceOf(HandoverException.class).hasMessageContaining("cannot be read");
    }

    @Test
    void anAnswerThatDoesNotComeEndsIt() {
        dial(Direction.PUSH);
        pass(Duration.ofMillis(10_100));
        assertThat(ends).containsExactly(RelayEnd.retry(RelayState.LOST, "no answer to the handshake within 10000 ms"));
    }

    @Test
    void silenceEndsAPull() {
        pull();
        pass(Duration.ofSeconds(19));
        assertThat(ends).isEmpty();
        pass(Duration.ofSeconds(2));
        assertThat(ends).containsExactly(RelayEnd.retry(RelayState.LOST, "nothing came for 20000 ms"));
    }

    @Test
    void garbageEndsIt() {
        dial(Direction.PULL);
        connection.receive("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes());
        assertThat(ends.get(0).state()).isEqualTo(RelayState.BROKEN);
        dial(Direction.PULL);
        remote.handshake();
        receive();
        connection.receive(new byte[] {(byte) 0xC7, 1, 2, 3});
        assertThat(ends.get(1).state()).isEqualTo(RelayState.BROKEN);
        assertThat(ends.get(1).text()).startsWith("the remote broke the protocol: ");
    }

    @Test
    void aCodecThatIsNotServedEndsIt() {
        pull();
        remote.say(1, new Video(ByteBuffer.wrap(new byte[] {0x12, 0, 0, 0}))); // Sorenson
        receive();
        assertThat(ends).extracting(RelayEnd::state).containsExactly(RelayState.BROKEN);
    }

    @Test
    void aStreamThatIsTakenHereIsARefusalOfOurs() {
        kernel.answersAtOnce = false;
        pull();
        media(remote, 1, 4);
        receive();
        kernel.last().publishing.refuse(new StreamException(StreamException.Reason.BUSY, "live/cam is published already"));
        connection.receive();
        assertThat(ends).containsExactly(RelayEnd.retry(RelayState.REFUSED,
                "not by the remote, but here: live/cam is published already"));
    }

    @Test
    void somebodyMayTakeTheStreamAway() {
        pull();
        media(remote, 1, 4);
        receive();
        kernel.last().publication.signal(PublicationSignal.ended(CloseReason.REPLACED));
        connection.receive();
        assertThat(ends).extracting(RelayEnd::text)
                .containsExactly("the local stream was taken away: another publisher took over");
    }

    @Test
    void whatLeadsBackIsLeftAlone() {
        own = true;
        dial(Direction.PUSH);
        assertThat(ends).extracting(RelayEnd::state).containsExactly(RelayState.MISCONFIGURED);
        assertThat(connection.written.readableBytes()).isZero();
        assertThat(connection.closed).isNotNull();
    }

    @Test
    void saysGoodbyeBeforeItGoesForGood() {
        push();
        heard();
        connection.drain(CloseReason.SHUTDOWN);
        assertThat(heard()).matches(last -> last.get(0).is("FCUnpublish") && last.get(1).is("deleteStream"));
        assertThat(ends).extracting(RelayEnd::next).containsExactly(RelayEnd.Next.STAY);
        assertThat(kernel.last().closeReason()).isEqualTo(CloseReason.SHUTDOWN);
    }

    @Test
    void remotesThatSaySomethingNearToRtmpAreNeverAFaultOfOurs() {
        Random random = new Random(46);
        byte[] script = script(new Remote());
        for (int round = 0; round < 1_000; round++) {
            byte[] flipped = script.clone();
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                int at = 3073 + random.nextInt(random.nextInt(3) == 0 ? flipped.length - 3073 : 500); // behind the handshake
                flipped[at] = (byte) (random.nextBoolean() ? random.nextInt(256) : flipped[at] ^ 1 << random.nextInt(8));
            }
            RelayFuzzTest.converse(flipped);
        }
    }
}
