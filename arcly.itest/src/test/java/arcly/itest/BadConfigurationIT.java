package arcly.itest;

import static org.junit.Assert.assertEquals;

import arcly.api.protocol.Endpoint;
import arcly.api.protocol.Protocol;
import arcly.itest.container.Containers;
import arcly.itest.container.Home;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.junit.After;
import org.junit.Before;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.ops4j.pax.exam.spi.reactors.ExamReactorStrategy;
import org.ops4j.pax.exam.spi.reactors.PerClass;
import org.osgi.framework.BundleContext;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;

/** Mistakes in etc/ while a stream is live: each is named in the log, what was in force stays, the stream goes on. */
@RunWith(PaxExam.class)
@ExamReactorStrategy(PerClass.class)
public class BadConfigurationIT {
    @Inject
    private BundleContext context;

    private final Home home = Home.at(Path.of(System.getProperty(Containers.HOME, ".")));
    private final int port = Integer.getInteger(Containers.RTMP_PORT, 0);
    private NumberedPublisher publisher;
    private NumberedPlayer player;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-bad-configuration");
    }

    @Before
    public void publishAndPlay() throws Exception {
        Until.holds("RTMP listens", 20, () -> Ports.listens(port));
        publisher = NumberedPublisher.publish(port, "live", "good");
        player = NumberedPlayer.play(port, "live", "good");
        Until.holds("frames", 10, () -> player.videoFrames() > 1);
    }

    @After
    public void end() throws Exception {
        player.close();
        publisher.close();
    }

    @Test
    public void aValueThatIsNotAllowed() throws Exception {
        home.configure("arcly.rtmp", Map.of("chunk.size", "7"));
        Until.holds(() -> "the log names file, key, value and range: " + home.logLines("chunk.size"), 10,
                () -> home.logLines("chunk.size").stream().anyMatch(line -> line.contains("arcly.rtmp") && line.contains("7")
                        && line.contains("128")));
        System.out.println(home.logLines("chunk.size"));
        stillServed();
        home.configure("arcly.rtmp", Map.of("chunk.size", "4096"));
    }

    @Test
    public void aPortThatIsInUse() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            home.configure("arcly.rtmp", Map.of("port", other.getLocalPort()));
            String taken = ":" + other.getLocalPort();
            Until.holds(() -> "the log names the address that is taken: " + home.logLines(taken), 10,
                    () -> !home.logLines(taken).isEmpty());
            System.out.println(home.logLines(taken));
            Until.holds(() -> "the endpoint waits: " + endpoints(), 10,
                    () -> endpoints().stream().anyMatch(endpoint -> endpoint.state() == Endpoint.State.WAITING));
            stillServed();
            int wanted = other.getLocalPort();
            other.close();
            Until.holds(() -> "it listens once the port is free: " + endpoints(), 20, () -> Ports.listens(wanted));
        }
        home.configure("arcly.rtmp", Map.of("port", port));
        Until.holds("it listens where it did", 10, () -> Ports.listens(port));
        stillServed();
    }

    private void stillServed() throws Exception {
        long seen = player.videoFrames();
        Until.holds("the good stream goes on", 10, () -> player.videoFrames() > seen + 10);
        assertEquals(List.of(), player.faults());
        assertEquals(null, player.closedBy());
        assertEquals(null, publisher.closedBy());
    }

    private List<Endpoint> endpoints() {
        for (ServiceReference<Protocol> reference : references()) {
            Protocol protocol = context.getService(reference);
            if (protocol != null && protocol.name().equals("rtmp")) {
                List<Endpoint> endpoints = protocol.endpoints();
                context.ungetService(reference);
                return endpoints;
            }
        }
        return List.of();
    }

    private Collection<ServiceReference<Protocol>> references() {
        try {
            return context.getServiceReferences(Protocol.class, null);
        } catch (InvalidSyntaxException impossible) {
            throw new IllegalStateException(impossible); // there is no filter
        }
    }
}
