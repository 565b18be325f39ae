package arcly.rtmp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.stream.StreamKey;
import arcly.rtmp.session.FakeConnection;
import arcly.rtmp.session.FakeKernel;
import arcly.transport.Connection;
import arcly.transport.ConnectionHandler;
import arcly.transport.ConnectionProtocol;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Remotes that say anything: the relay goes on, or ends for their fault, never for ours. */
class RelayFuzzTest {

    @FuzzTest(maxDuration = "10s")
    void goesOnOrEnds(byte[] bytes) {
        byte[] handshake = new Remote().handshake().bytes();
        byte[] whole = Arrays.copyOf(handshake, handshake.length + bytes.length);
        System.arraycopy(bytes, 0, whole, handshake.length, bytes.length);
        converse(whole);
    }

    static void converse(byte[] bytes) {
        FakeKernel kernel = new FakeKernel();
        List<RelayEnd> ends = new ArrayList<>();
        FakeConnection connection = new FakeConnection(new Line(kernel, ends));
        int half = bytes.length / 2;
        connection.receive(Arrays.copyOf(bytes, half));
        connection.receive(Arrays.copyOfRange(bytes, half, bytes.length));
        assertThat(ends).hasSizeLessThan(2).noneMatch(end -> end.text().contains("a fault of ours"));
        if (!ends.isEmpty()) {
            assertThat(connection.closed).isNotNull();
            assertThat(connection.sessions).isEmpty();
        }
        connection.channel.close();
    }

    private record Line(FakeKernel kernel, List<RelayEnd> ends) implements ConnectionProtocol, RelayLink.Owner {

        @Override
        public ConnectionHandler accept(Connection made) {
            RelayUrl url = RelayUrl.parse("rtmp://joe:pw@host/live/cam", 1, false);
            RelayContext context = new RelayContext(kernel, kernel, null, any -> false, Clock.systemUTC(), () -> 0,
                    new Random(1));
            RelayPlan plan = new RelayPlan("x", Direction.PULL, StreamKey.of("live", "cam"), url, "x", false);
            return RelayLink.begin(made, context, plan, RelaySettings.NONE.terms(), url, "", this);
        }

        @Override
        public ConnectionHandler adopt(Connection made, List<Baton> batons) throws HandoverException {
            throw new HandoverException("not here");
        }

        @Override
        public void running(RelayLink link) {
            // nothing to see here
        }

        @Override
        public void slow(RelayLink link, boolean slow) {
            // nothing to see here
        }

        @Override
        public void ended(RelayLink link, RelayEnd end) {
            ends.add(end);
        }

        @Override
        public void handedOver(RelayLink link) {
            // nothing to see here
        }
    }
}
