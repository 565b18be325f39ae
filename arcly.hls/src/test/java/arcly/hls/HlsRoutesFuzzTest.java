package arcly.hls;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.Frame;
import arcly.hls.page.PlayerPage;
import arcly.hls.viewer.HlsRoutes;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What may stand in addresses of streams, tickets, files and keys: it is answered or waited for, nothing but a ticket opens a file, and
 * nothing is kept of what was refused.
 */
class HlsRoutesFuzzTest {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 20_000;
    private static final List<Integer> REFUSALS = List.of(401, 403, 404, 410, 503);

    private static final PlayerPage PAGE = new PlayerPage();

    private static Scene scene;
    private static String ticket;
    private static List<String> files;

    @BeforeAll
    static void publish() throws Exception {
        List<Frame> frames = Source.of(8, 0);
        scene = new Scene(Map.of("play.key", "sesame"), Map.of()).install();
        scene.publish(scene.publish(Source.tracks(frames)), frames);
        enter();
        files = scene.get(ticket, "main.m3u8").text().lines().filter(line -> !line.startsWith("#")).toList();
        assertThat(files).isNotEmpty();
    }

    private static void enter() {
        Request index = scene.request();
        scene.ask(index);
        ticket = Scene.ticket(index);
    }

    @AfterAll
    static void end() {
        scene.close();
    }

    /** Lines: application, name, ticket, file, key, Authorization, User-Agent. */
    @FuzzTest(maxDuration = "10s")
    void whateverIsAskedFor(byte[] bytes) {
        ask(new String(bytes, StandardCharsets.UTF_8).split("\n", 7));
    }

    private static void ask(String[] given) {
        String[] line = Arrays.copyOf(given, 7);
        Arrays.setAll(line, i -> line[i] == null ? "" : line[i]);
        if (scene.get(ticket, "main.m3u8").reply().status() == 410) {
            enter(); // by the real clock its viewer has been silent for too long
        }
        int sessions = scene.kernel.sessions().list().size();
        Map<String, String> variables = Map.of("app", line[0], "name", line[1], "ticket", line[2], "file", line[3]);

        Request file = new Request(variables);
        HlsRoutes.files(scene.server).handle(file);
        boolean opens = line[2].equals(ticket);
        assertThat(file.reply()).as("a file is there or not: nobody waits while the window is open").isNotNull();
        assertThat(file.reply().status()).isIn(opens ? List.of(200, 404) : List.of(410));

        Request index = new Request(variables);
        index.forwarded = true;
        index.query.put("key", line[4]);
        index.headers.put("authorization", line[5]);
        index.headers.put("user-agent", line[6]);
        HlsRoutes.index(scene.server).handle(index);
        if (index.reply() == null) {
            index.leave();
        } else if (index.reply().status() == 200) {
            assertThat(line[4].equals("sesame") || line[5].contains("sesame")).as("who is let in has the key").isTrue();
            sessions++;
        } else {
            assertThat(index.reply().status()).isIn(REFUSALS);
        }
        assertThat(scene.kernel.sessions().list()).as("sessions").hasSizeLessThanOrEqualTo(sessions);
        assertThat(scene.server.windows().waiting()).as("who waits").isZero();

        PAGE.page(new Request(variables));
        PAGE.asset(new Request(variables));
    }

    @Test
    void nearlyRightThings() {
        Random random = new Random(SEED);
        List<List<String>> words = List.of(List.of("live", "live ", "", "none", "li/ve"),
                List.of("cam", "cam/", "../cam", "cam~1", "a/b/c/d/e/f/g/h/i", "~", "x".repeat(300), "none"),
                List.of(ticket, ticket.substring(1), ticket + "=", "", ".", "?" + ticket, ticket.substring(0, ticket.indexOf('.') + 1)),
                List.of("main.m3u8", "index.m3u8", "../main.m3u8", "player.js", files.get(0), files.get(files.size() - 1) + "x", ""),
                List.of("", "sesame ", "Sesame", "x".repeat(5_000), "\0"),
                List.of("", "Bearer", "Bearer ", "Bearer sesamesesame", "bearer x", "Basic c2VzYW1l"),
                List.of("", "agent", "a".repeat(10_000)));
        for (int round = 0; round < ROUNDS; round++) {
            ask(words.stream().map(each -> changed(each.get(random.nextInt(each.size())), random)).toArray(String[]::new));
        }
    }

    private static String changed(String word, Random random) {
        if (word.isEmpty() || random.nextInt(3) > 0) {
            return word;
        }
        StringBuilder text = new StringBuilder(word);
        text.setCharAt(random.nextInt(word.length()), (char) random.nextInt(random.nextBoolean() ? 0x80 : 0x10000));
        return text.toString();
    }
}
