package arcly.rtmp.relay;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.relay.RelayState;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.message.Command;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.SetChunkSize;
import arcly.rtmp.message.UserControl;
import arcly.rtmp.relay.ClientConversation.Phase;
import arcly.rtmp.session.Capabilities;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a client says, byte by byte, and what it makes of the answers. The test owns the clock. */
class ClientConversationTest {
    private static final long SECOND = 1_000_000_000L;
    private static final RelayUrl URL = RelayUrl.parse("rtmp://joe:pw@host/live/cam?key=s3cret", 1, false);

    private static final Capabilities CAPABILITIES = new Capabilities(Map.of("avc1", 4, "hvc1", 4), Map.of("mp4a", 4),
            Capabilities.RECONNECT);

    private final ByteBuf said = Unpooled.buffer();
    private final List<RelayEnd> ends = new ArrayList<>();
    private final List<Integer> live = new ArrayList<>();
    private int chunkSize = 128;
    private long now = 5 * SECOND;
    private ClientConversation client;

    private void begin(RelayUrl url, String auth, boolean push) {
        ClientSettings settings = new ClientSettings(4096, Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofSeconds(20));
        client = new ClientConversation(url, auth, push, CAPABILITIES, settings, new ClientConversation.Outcome() {
            @Override
            public void say(int chunkStream, int streamId, RtmpMessage message) {
                ChunkWriter.write(said, chunkSize, chunkStream, 0, streamId, message);
                chunkSize = message instanceof SetChunkSize size ? size.bytes() : chunkSize;
            }

            @Override
            public void live(int streamId) {
                live.add(streamId);
            }

            @Override
            public void ended(RelayEnd end) {
                ends.add(end);
            }
        });
        client.begin(now);
        client.connect(now);
    }

    private String said() {
        String hex = ByteBufUtil.hexDump(said);
        said.clear();
        return hex;
    }

    private void result(double transaction, Object... values) {
        client.received(Command.of("_result", transaction, values), 0, now);
    }

    private void status(String level, String code, String description) {
        client.received(Command.of("onStatus", 0, null,
                new AmfObject().with("level", level).with("code", code).with("description", description)), 1, now);
    }

    private void upToStart(boolean push) {
        begin(URL, "", push);
        result(1, new AmfObject(), new AmfObject());
        result(push ? 4 : 2, null, 1.0);
    }

    @Test
    void publishes() {
        begin(URL, "", true);
        result(1, new AmfObject(), new AmfObject());
        result(2);
        client.received(Command.of("_error", 3, null, "no FCPublish here"), 0, now);
        result(4, null, 1.0);
        assertThat(live).isEmpty();
        status("status", "NetStream.Publish.Start", "cam is now published");
        assertThat(live).containsExactly(1);
        client.sayGoodbye();
        assertThat(said()).isEqualTo(golden("client-publishes"));
        assertThat(ends).isEmpty();
    }

    @Test
    void plays() {
        begin(URL, "", false);
        result(1, new AmfObject(), new AmfObject());
        result(2, null, 1.0);
        status("status", "NetStream.Play.Reset", "");
        assertThat(live).isEmpty();
        status("status", "NetStream.Play.Start", "");
        assertThat(live).containsExactly(1);
        client.sayGoodbye();
        assertThat(said()).isEqualTo(golden("client-plays"));
        assertThat(ends).isEmpty();
    }

    private static String golden(String name) {
        try (InputStream in = ClientConversationTest.class.getResourceAsStream("/golden/" + name + ".hex")) {
            return new String(in.readAllBytes(), US_ASCII).lines().filter(line -> !line.startsWith("#")).map(String::strip)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void mediaWithoutAWordIsAnAnswerToPlay() {
        upToStart(false);
        client.mediaCame();
        client.mediaCame();
        assertThat(live).containsExactly(1);
    }

    @Test
    void answersPings() {
        upToStart(true);
        said();
        client.received(new UserControl(new UserControl.PingRequest(0x01020304)), 0, now);
        assertThat(said()).isEqualTo("02000000" + "000006" + "04" + "00000000" + "0007" + "01020304");
    }

    @ParameterizedTest
    @CsvSource({"0, the handshake", "1, connect", "2, createStream", "3, publish"})
    void eachAnswerHasItsTime(int answers, String what) {
        begin(URL, "", true);
        if (answers == 0) {
            client.begin(now);
        }
        for (int i = 1; i < answers; i++) {
            now += 9 * SECOND;
            client.tick(now);
            if (i == 1) {
                result(1, new AmfObject(), new AmfObject());
            } else {
                result(4, null, 1.0);
            }
        }
        now += 10 * SECOND - 1;
        client.tick(now);
        assertThat(ends).isEmpty();
        client.tick(++now);
        client.tick(++now);
        assertThat(ends).containsExactly(RelayEnd.retry(RelayState.LOST, "no answer to " + what + " within 10000 ms"));
        assertThat(client.phase()).isEqualTo(Phase.OVER);
    }

    @ParameterizedTest
    @CsvSource({
        "true, NetStream.Publish.BadName, REFUSED, publish was refused: NetStream.Publish.BadName",
        "true, NetStream.Publish.Denied, REFUSED, publish was refused: NetStream.Publish.Denied",
        "false, NetStream.Play.StreamNotFound, REFUSED, play was refused: NetStream.Play.StreamNotFound",
        "false, NetStream.Play.Failed, REFUSED, play was refused: NetStream.Play.Failed",
        "true, NetConnection.Connect.Closed, LOST, the remote closes: NetConnection.Connect.Closed"
    })
    void refusalsEndItWithCodeAndDescriptionButNoSecret(boolean push, String code, RelayState state, String text) {
        upToStart(push);
        status("error", code, "wrong key s3cret of joe");
        assertThat(ends).containsExactly(RelayEnd.retry(state, text + ", wrong key *** of ***"));
    }

    @ParameterizedTest
    @CsvSource({
        "false, status, NetStream.Play.UnpublishNotify, LOST, the remote stream has ended: NetStream.Play.UnpublishNotify",
        "false, status, NetStream.Play.Stop, LOST, the remote stream has ended: NetStream.Play.Stop",
        "true, error, NetStream.Publish.BadName, REFUSED, the remote stopped: NetStream.Publish.BadName",
        "true, status, NetStream.Unpublish.Success, LOST, the remote has stopped taking the stream: NetStream.Unpublish.Success"
    })
    void theRemoteMayEndWhatWasLive(boolean push, String level, String code, RelayState state, String text) {
        upToStart(push);
        status("status", push ? "NetStream.Publish.Start" : "NetStream.Play.Start", "");
        status(level, code, "");
        assertThat(ends).containsExactly(RelayEnd.retry(state, text));
    }

    @Test
    void aStreamThatEndsWithoutAStatusEnds() {
        upToStart(false);
        status("status", "NetStream.Play.Start", "");
        client.received(new UserControl(new UserControl.StreamEof(2)), 0, now);
        assertThat(ends).isEmpty();
        client.received(new UserControl(new UserControl.StreamEof(1)), 0, now);
        assertThat(ends).containsExactly(RelayEnd.retry(RelayState.LOST, "the remote stream has ended"));
    }

    @Test
    void goesWhereItIsAskedTo() {
        upToStart(true);
        client.received(Command.of("onStatus", 0, null, new AmfObject().with("level", "status")
                .with("code", "NetConnection.Connect.ReconnectRequest").with("tcUrl", "rtmp://other:1940/live")), 0, now);
        assertThat(ends.get(0).next()).isEqualTo(RelayEnd.Next.AT_ONCE);
        assertThat(ends.get(0).moved().shown()).isEqualTo("rtmp://other:1940/live/cam");
        assertThat(ends.get(0).text()).isEqualTo("the remote asks to reconnect to rtmp://other:1940/live/cam");
    }

    @Test
    void goesWhereALoadBalancerSendsIt() {
        begin(URL, "", false);
        client.received(Command.of("_error", 1, null, new AmfObject().with("level", "error")
                .with("code", "NetConnection.Connect.Rejected").with("description", "moved")
                .with("ex", new AmfObject().with("code", 302.0).with("redirect", "rtmp://edge7/live"))), 0, now);
        assertThat(ends.get(0).moved().tcUrl()).isEqualTo("rtmp://edge7/live");
    }

    @Test
    void doesNotLeaveTls() {
        begin(RelayUrl.parse("rtmps://host/live/cam", 1, false), "", true);
        client.received(Command.of("onStatus", 0, null, new AmfObject().with("level", "status")
                .with("code", "NetConnection.Connect.ReconnectRequest").with("tcUrl", "rtmp://other/live")), 0, now);
        assertThat(ends.get(0).state()).isEqualTo(RelayState.REFUSED);
        assertThat(ends.get(0).text()).contains("without TLS");
    }

    @Test
    void namesItselfToAServerThatAsks() {
        begin(URL, "", true);
        reject("[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ");
        assertThat(ends).containsExactly(RelayEnd.askedWho("?authmod=adobe&user=joe"));
        ends.clear();
        begin(URL, "?authmod=adobe&user=joe", true);
        assertThat(new String(ByteBufUtil.getBytes(said))).contains("live?authmod=adobe&user=joe");
        reject("[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=joe&salt=abc&challenge=xyz&opaque=op==");
        assertThat(ends.get(0).auth()).startsWith("?authmod=adobe&user=joe&challenge=").contains("&response=")
                .endsWith("&opaque=op==");
        ends.clear();
        begin(URL, "?authmod=adobe&user=joe&challenge=1&response=2", true);
        reject("[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=op==");
        assertThat(ends.get(0).state()).isEqualTo(RelayState.REFUSED);
        assertThat(ends.get(0).text()).contains("authfailed").doesNotContain("pw");
    }

    @Test
    void saysThatTheUrlHasNoUser() {
        begin(RelayUrl.parse("rtmp://host/live/cam", 1, false), "", true);
        reject("[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ");
        assertThat(ends).containsExactly(RelayEnd.retry(RelayState.REFUSED,
                "the remote asks for user and password, and the URL has none"));
    }

    private void reject(String description) {
        client.received(Command.of("_error", 1, null, new AmfObject().with("level", "error")
                .with("code", "NetConnection.Connect.Rejected").with("description", description)), 0, now);
    }

    @Test
    void aStreamNeedsANumber() {
        begin(URL, "", true);
        result(1, new AmfObject(), new AmfObject());
        result(4, null, "one");
        assertThat(ends.get(0).state()).isEqualTo(RelayState.BROKEN);
    }

    @Test
    void goesOnInAnotherGenerationWithTheTimeThatIsLeft() {
        begin(URL, "", true);
        result(1, new AmfObject(), new AmfObject());
        now += 4 * SECOND;
        ByteBuf state = Unpooled.buffer();
        client.writeState(state, now);
        now += 100 * SECOND; // another clock
        begin(URL, "", true);
        client.readState(state, now);
        said();
        result(4, null, 7.0);
        assertThat(client.streamId()).isEqualTo(7);
        assertThat(said()).contains("7075626c697368"); // publish
        client.readState(state.readerIndex(0), now);
        client.tick(now + 6 * SECOND - 1);
        assertThat(ends).isEmpty();
        client.tick(now + 6 * SECOND);
        assertThat(ends).hasSize(1);
    }
}
