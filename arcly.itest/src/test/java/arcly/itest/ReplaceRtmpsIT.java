package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;

import arcly.itest.container.Bystanders;
import arcly.itest.container.Containers;
import arcly.itest.container.Generations;
import arcly.itest.container.Home;
import arcly.itest.container.Replaceable;
import arcly.itest.peer.DammedSocket;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.RtmpLink;
import arcly.itest.peer.TlsIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.inject.Inject;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.CoreOptions;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.BundleContext;

/** RTMP is replaced ten times under a publisher and players behind TLS, and the certificate between; nobody notices. */
@RunWith(PaxExam.class)
public class ReplaceRtmpsIT {
    private static final String NAME = "exam-rtmps";
    private static final String SECURE_PORT = "itest.rtmps.port";
    private static final int ROUNDS = 10;
    private static final int PLAYERS = 6;
    private static final long FRAMES_AFTER = 8;
    private static final long PATIENCE_SECONDS = 15;
    /** Inside the ClientHello, behind it, inside the client's Finished, and in what RTMP says first. */
    private static final int[] HALTS = {1, 4, 100, 500, 700, 900};

    @Inject
    private BundleContext context;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(SECURE_PORT, 0);
    private final List<NumberedPlayer> players = new ArrayList<>();
    private TlsIdentity first;
    private SSLContext clients;
    private NumberedPublisher publisher;
    private Replaceable rtmp;

    @Configuration
    public Option[] container() throws Exception {
        Option[] options = Containers.arcly(NAME);
        Home made = Home.at(Path.of("target", NAME).toAbsolutePath());
        int free = Ports.free();
        made.configure("arcly.rtmp", Map.of("rtmps.port", free));
        made.configure("arcly.http", Map.of("https.certificates", "none"));
        Option[] more = Arrays.copyOf(options, options.length + 1);
        more[options.length] = CoreOptions.systemProperty(SECURE_PORT).value(Integer.toString(free));
        return more;
    }

    @Before
    public void publishAndPlay() throws Exception {
        rtmp = new Replaceable(context, home, "arcly.rtmp",
                Files.copy(home.plugin("arcly.rtmp"), home.root().resolve("arcly.rtmp.original")));
        rtmp.awaitActive();
        first = TlsIdentity.make("EC");
        first.write(home.etc().resolve("server.pem"));
        home.configure("arcly.tls~default", Map.of("certificate", "server.pem"));
        Until.holds("RTMPS listens", PATIENCE_SECONDS, () -> Ports.listens(port));
        clients = TlsIdentity.trusting(List.of(first));
        publisher = NumberedPublisher.publish(connected(socket()), "cam");
        for (int i = 0; i < PLAYERS; i++) {
            players.add(NumberedPlayer.play(connected(socket()), "cam"));
        }
        players.add(NumberedPlayer.play(Integer.getInteger(Containers.RTMP_PORT), "live", "cam"));
        awaitFrames(FRAMES_AFTER);
    }

    @After
    public void end() throws Exception {
        for (NumberedPlayer player : players) {
            player.close();
        }
        if (publisher != null) {
            publisher.close();
        }
    }

    @Test
    public void nobodyNotices() throws Exception {
        Generations generations = new Generations();
        try (Bystanders bystanders = new Bystanders(context, Set.of("arcly.rtmp"))) {
            for (int round = 0; round < ROUNDS; round++) {
                generations.note(rtmp.bundle());
                if (round == ROUNDS / 2) {
                    replaceTheCertificate();
                }
                DammedSocket halted = new DammedSocket(port, HALTS[round % HALTS.length]);
                CompletableFuture<NumberedPlayer> late = CompletableFuture.supplyAsync(() -> join(halted));
                halted.awaitFull();
                if (round % 2 == 0) {
                    rtmp.takeOver();
                } else {
                    rtmp.update();
                }
                halted.goOn();
                try (NumberedPlayer joined = late.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                    Until.holds(() -> "frames for one whose handshake was halted: " + joined.statuses() + joined.closedBy(),
                            PATIENCE_SECONDS, () -> joined.videoFrames() > FRAMES_AFTER);
                    assertEquals(List.of(), joined.faults());
                }
                awaitFrames(FRAMES_AFTER);
                nobodyHasNoticed(round);
                assertEquals(List.of(), bystanders.disturbances());
            }
        }
        assertEquals("class loaders left", 0, generations.awaitCollected(rtmp.bundle(), 30, home.root()));
    }

    /** From then on new handshakes have it, and those who are there stay. */
    private void replaceTheCertificate() throws Exception {
        Path file = home.etc().resolve("server.pem");
        Files.writeString(file, "half of a certificate");
        Until.holds("the log names the file", PATIENCE_SECONDS,
                () -> !home.logLines("server.pem holds no certificate").isEmpty());
        assertEquals(first.certificate(), presented());
        TlsIdentity second = TlsIdentity.make("RSA");
        clients = TlsIdentity.trusting(List.of(first, second));
        second.write(file);
        Until.holds("the new certificate is used", PATIENCE_SECONDS, () -> second.certificate().equals(presented()));
    }

    private Certificate presented() throws IOException {
        try (SSLSocket socket = (SSLSocket) clients.getSocketFactory().createSocket("127.0.0.1", port)) {
            return socket.getSession().getPeerCertificates()[0];
        }
    }

    private SSLSocket socket() throws IOException {
        return (SSLSocket) clients.getSocketFactory().createSocket();
    }

    private NumberedPlayer join(DammedSocket below) {
        try {
            return NumberedPlayer.play(connected(
                    (SSLSocket) clients.getSocketFactory().createSocket(below, "localhost", port, true)), "cam");
        } catch (IOException broken) {
            throw new AssertionError("a client whose handshake was halted: " + broken, broken);
        }
    }

    private RtmpLink connected(SSLSocket socket) throws IOException {
        RtmpLink link = RtmpLink.over(socket, port);
        link.handshake();
        link.connect("live");
        return link;
    }

    private void awaitFrames(long more) throws Exception {
        for (NumberedPlayer player : players) {
            long wanted = player.videoFrames() + more;
            Until.holds(() -> "more frames after " + player.videoFrames() + ": " + player.statuses() + " " + player.closedBy(),
                    PATIENCE_SECONDS, () -> player.videoFrames() >= wanted);
        }
    }

    private void nobodyHasNoticed(int round) {
        assertNull("publisher, round " + round, publisher.closedBy());
        for (NumberedPlayer player : players) {
            assertNull("player, round " + round, player.closedBy());
            assertEquals("round " + round, List.of(), player.faults());
        }
    }
}
