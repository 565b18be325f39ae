package arcly.itest;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertTrue;

import arcly.itest.container.Containers;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.inject.Inject;
import org.apache.felix.service.command.CommandProcessor;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Converter;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;

/** What an operator sees and does at the console while somebody publishes and somebody plays. */
@RunWith(PaxExam.class)
public class ConsoleIT {
    @Inject
    private CommandProcessor console;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-console");
    }

    @Test
    public void looksAndKicks() throws Exception {
        int port = Integer.getInteger(Containers.RTMP_PORT);
        Until.holds("RTMP listens", 20, () -> Ports.listens(port));
        try (NumberedPublisher publisher = NumberedPublisher.publish(port, "live", "studio/a");
                NumberedPlayer player = NumberedPlayer.play(port, "live", "studio/a")) {
            Until.holds("frames", 10, () -> player.videoFrames() > 30);
            String streams = run("arcly:streams");
            assertTrue(streams, streams.contains("live/studio/a") && streams.contains("h264") && streams.contains("640x352"));
            aligned(streams);
            String sessions = run("arcly:sessions");
            assertTrue(sessions, sessions.contains(":" + player.link().socket().getLocalPort())
                    && sessions.contains(":" + publisher.link().socket().getLocalPort()));
            aligned(sessions);
            String plugins = run("arcly:plugins");
            assertTrue(plugins, plugins.contains("arcly.rtmp.jar"));

            String line = sessions.lines().filter(each -> each.contains(":" + player.link().socket().getLocalPort())).findFirst()
                    .orElseThrow();
            Matcher id = Pattern.compile("^\\s*(\\S+)").matcher(line);
            assertTrue(line, id.find());
            run("arcly:kick " + id.group(1));
            assertTrue("the player's connection ends", player.awaitClose(5_000));
            assertEquals(null, publisher.closedBy());
            run("arcly:kick live/studio/a");
            assertTrue("the publisher's connection ends", publisher.awaitClose(5_000));
        }
    }

    private String run(String command) throws Exception {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (CommandSession session = console.createSession(InputStream.nullInputStream(), said, said)) {
            Object answer = session.execute(command);
            String text = said.toString(StandardCharsets.UTF_8)
                    + (answer == null ? "" : session.format(answer, Converter.INSPECT));
            System.out.println("g! " + command + System.lineSeparator() + text);
            return text;
        }
    }

    /** Every row has its second column where the head line has it. */
    private static void aligned(String table) {
        String[] lines = table.lines().filter(line -> !line.isBlank()).toArray(String[]::new);
        Matcher second = Pattern.compile("\\S\\s+(\\S)").matcher(lines[0]);
        assertTrue(table, second.find());
        for (String line : lines) {
            assertTrue(table, line.length() > second.start(1) && line.charAt(second.start(1) - 1) == ' ');
        }
    }
}
