package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertTrue;

import arcly.api.session.Session;
import arcly.api.session.Sessions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.Streams;
import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.TlsIdentity;
import arcly.transport.Transport;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import javax.inject.Inject;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;

/**
 * RTMP is replaced under relays: a push, a pull behind TLS and a pull on demand, each with a player behind it. The server is its
 * own remote, so that both ends of each connection are handed over. Nobody notices. Afterwards, relays that cannot work say why.
 */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class ReplaceRelaysIT {
    private static final String NAME = "exam-relays";
    private static final int UPDATES = 10;
    private static final long PATIENCE_SECONDS = 30;
    private static final long FRAMES_BETWEEN = 10;
    private static final long COLLECT_SECONDS = 30;
    private static final String SECRET = "pa55w0rd";
    private static final String SECURE_PORT = "itest.rtmps.port";

    @Inject
    private BundleContext context;
    @Inject
    private Transport transport;
    @Inject
    private Streams streams;
    @Inject
    private Sessions sessions;
    @Inject
    private CommandProcessor console;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(Containers.RTMP_PORT, 0);
    private final List<NumberedPlayer> players = new ArrayList<>();
    private NumberedPublisher publisher;

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arcly(NAME);
        int free = Ports.free();
        Home.at(Path.of("target", NAME).toAbsolutePath()).configure("arcly.rtmp", Map.of("rtmps.port", free));
        Option[] more = Arrays.copyOf(options, options.length + 1);
        more[options.length] = CoreOptions.systemProperty(SECURE_PORT).value(Integer.toString(free));
        return more;
    }

    @Before
    public void relay() throws Exception {
        Until.holds("RTMP listens", 20, () -> Ports.listens(port));
        int securePort = Integer.getInteger(SECURE_PORT);
        TlsIdentity identity = TlsIdentity.make("EC");
        identity.write(home.etc().resolve("server.pem"));
        identity.writeCertificate(home.etc().resolve("trusted.pem"));
        home.configure("arcly.tls~default", Map.of("certificate", "server.pem"));
        Until.holds("RTMPS listens", 20, () -> Ports.listens(securePort));
        for (String application : List.of("copy", "pulled", "edge")) {
            home.configure("arcly.application~" + application, Map.of("ondemand.delay", 1000));
        }
        String here = "rtmp://joe:" + SECRET + "@127.0.0.1:" + port;
        home.configure("arcly.rtmp.push~copy", Map.of("streams", "live/cam", "targets", here + "/copy/{name}?key=" + SECRET));
        home.configure("arcly.rtmp.pull~always", Map.of("stream", "pulled/cam", "source", "rtmps://joe:" + SECRET + "@127.0.0.1:"
                + securePort + "/live/{name}?key=" + SECRET, "tls.trusted", "trusted.pem"));
        home.configure("arcly.rtmp.pull~edge", Map.of("stream", "edge/*", "source", here + "/live/{name}", "mode", "ondemand"));
        publisher = NumberedPublisher.publish(port, "live", "cam");
        Until.holds(() -> relays("") + home.logText(), PATIENCE_SECONDS, () -> streams.find(StreamKey.of("copy", "cam"))
                .isPresent()
                && streams.find(StreamKey.of("pulled", "cam")).isPresent() && relays("edge").contains("waiting"));
    }

    @After
    public void end() throws Exception {
        for (NumberedPlayer player : players) {
            player.close();
        }
        publisher.close();
        for (String name : List.of("push~copy", "pull~always", "pull~edge")) {
            Files.deleteIfExists(home.etc().resolve("arcly.rtmp." + name + ".cfg"));
        }
        Until.holds(() -> "relays end with their files: " + relays(""), PATIENCE_SECONDS, () -> relays("")
                .equals("no relay is configured"));
    }

    @Test
    public void tenUpdatesLoseNothing() throws Exception {
        for (String application : List.of("copy", "pulled", "edge")) {
            players.add(NumberedPlayer.play(port, application, "cam"));
        }
        awaitFrames(FRAMES_BETWEEN);
        Path original = home.root().resolve("arcly.rtmp.original");
        if (!Files.exists(original)) {
            Files.copy(home.plugin("arcly.rtmp"), original);
        }
        Replaceable rtmp = new Replaceable(context, home, "arcly.rtmp", original);
        Generations generations = new Generations();
        Set<String> before = relaySessions();
        assertEquals(before.toString(), 3, before.size());
        long dialled = transport.statistics().counters().get("dialled");
        try (Bystanders bystanders = new Bystanders(context, Set.of("arcly.rtmp"))) {
            for (int i = 0; i < UPDATES; i++) {
                generations.note(rtmp.awaitActive());
                if (i % 2 == 0) {
                    rtmp.update();
                } else {
                    rtmp.takeOver();
                }
                awaitFrames(FRAMES_BETWEEN);
                assertEquals("update " + i, List.of(), faults());
                assertEquals("update " + i, before, relaySessions());
            }
            assertEquals(List.of(), bystanders.disturbances());
        }
        assertEquals("connections made", dialled, (long) transport.statistics().counters().get("dialled"));
        String shown = relays("");
        assertEquals(shown, 3, shown.lines().filter(line -> line.contains(" running ")).count());
        assertFalse(shown, shown.contains(SECRET));
        assertEquals("class loaders left of " + generations.noted(), 0,
                generations.awaitCollected(rtmp.awaitActive(), COLLECT_SECONDS, home.root()));

        players.remove(2).close(); // the one that edge/cam is pulled for
        Until.holds(() -> "edge/cam ends: " + relays(""), PATIENCE_SECONDS, () -> streams.find(StreamKey.of("edge", "cam"))
        .isEmpty());
        assertTrue(relays("edge"), relays("edge").contains("waiting"));
        assertEquals(List.of(), home.logLines(SECRET));
    }

    @Test
    public void whatCannotWorkSaysWhyAndDisturbsNothing() throws Exception {
        players.add(NumberedPlayer.play(port, "copy", "cam"));
        awaitFrames(FRAMES_BETWEEN);
        String here = "rtmp://127.0.0.1:" + port;
        home.configure("arcly.rtmp.push~circle", Map.of("streams", "live/*", "targets", here + "/live/{name}-again"));
        home.configure("arcly.rtmp.push~elsewhere", Map.of("streams", "live/cam", "targets", here + "/nowhere/" + SECRET,
                "retry.min", 100, "retry.max", 200));
        home.configure("arcly.rtmp.pull~absent", Map.of("stream", "pulled/absent", "source", here + "/live/absent", "retry.min",
                100,
                "answer.timeout", 1000));
        home.configure("arcly.rtmp.pull~nobody", Map.of("stream", "pulled/nobody", "source", "rtmp://127.0.0.1:" + Ports.free()
                + "/live/x?key=" + SECRET));
        home.configure("arcly.rtmp.push~bad", Map.of("streams", "live/cam", "targets", "http://joe:" + SECRET + "@host/a/b"));
        List<String[]> wanted = List.of(new String[] {"push~circle", "misconfigured"}, new String[] {"push~elsewhere", "refused"},
                new String[] {"pull~absent", "lost"}, new String[] {"pull~nobody", "unreachable"});
        for (String[] each : wanted) {
            Until.holds(() -> each[0] + ": " + relays(""), PATIENCE_SECONDS, () -> relays(each[0]).contains(" " + each[1] + " "));
        }
        Until.holds(() -> "the bad file is named", PATIENCE_SECONDS, () -> home.logLines("arcly.rtmp.push~bad.cfg").stream()
                .anyMatch(line -> line.contains("targets") && line.contains("neither rtmp:// nor rtmps://")
                && line.contains("rtmp://HOST/APP/NAME")));
        awaitFrames(100);
        assertEquals("said once, however often it is tried", 1, home.logLines("push~elsewhere").size());
        assertEquals(List.of(), faults());
        assertEquals(List.of(), home.logLines(SECRET));
        assertFalse(relays("").contains(SECRET));
        for (String name : List.of("push~circle", "push~elsewhere", "pull~absent", "pull~nobody", "push~bad")) {
            Files.delete(home.etc().resolve("arcly.rtmp." + name + ".cfg"));
        }
    }

    private void awaitFrames(long more) throws Exception {
        for (NumberedPlayer player : players) {
            long until = player.videoFrames() + more;
            Until.holds(() -> "more frames after " + player.videoFrames() + " " + player.statuses() + " " + player.closedBy()
                    + relays(""),
                    PATIENCE_SECONDS, () -> player.videoFrames() >= until || player.closedBy() != null);
        }
    }

    private List<String> faults() {
        List<String> faults = new ArrayList<>();
        for (NumberedPlayer player : players) {
            faults.addAll(player.faults());
            if (player.closedBy() != null) {
                faults.add(player.closedBy());
            }
        }
        return faults;
    }

    /** Ids of the sessions that relays have with the kernel. */
    private Set<String> relaySessions() {
        Set<String> ids = new TreeSet<>();
        for (Session session : sessions.list()) {
            if (session.attributes().containsKey("relay")) {
                ids.add(session.id());
            }
        }
        return ids;
    }

    private String relays(String part) {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (CommandSession session = console.createSession(InputStream.nullInputStream(), said, said)) {
            Object answer = session.execute("arcly:relays " + part);
            return said.toString(StandardCharsets.UTF_8) + (answer == null ? "" : session.format(answer, Converter.INSPECT));
        } catch (Exception failed) {
            return failed.toString();
        }
    }
}
