package arcly.itest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import arcly.itest.browser.Browser;
import arcly.itest.container.Jars;
import arcly.itest.distribution.Distribution;
import arcly.itest.ffmpeg.Ffmpeg;
import arcly.itest.ffmpeg.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a newcomer sees: the player page in Chromium, of the demo, of a publisher that comes later and of one that comes back. */
class BrowserIT {
    private static final Path SCREENSHOTS = Path.of("target", "browser").toAbsolutePath();
    private static final int MOST_SECONDS = 150;
    private static final long OPEN_SECONDS = 40;
    private static final long MOST_STILL_MILLIS = 2_000;

    @BeforeAll
    static void needsABrowser() {
        assumeTrue(Browser.missing().isEmpty(), Browser::missing);
    }

    @Test
    void demoPlaysWithSound() throws Exception {
        try (Distribution arcly = Distribution.start("browser-demo", "--demo")) {
            String page = arcly.page("/live/demo/");
            Until.holds(() -> "the start-up lines tell the page's address: " + arcly.console(), 20,
                    () -> arcly.console().contains(page.replace("127.0.0.1", "localhost")));
            try (Browser browser = Browser.open(page, SCREENSHOTS, "demo", MOST_SECONDS)) {
                Until.holds(() -> "it plays: " + last(browser), OPEN_SECONDS, () -> browser.now().played() > 1);
                Browser.Playing from = browser.now();
                Until.holds(() -> "it plays on for 30 s: " + last(browser), 60, () -> browser.now().played() > from.played() + 30);
                Browser.Playing to = browser.now();
                System.out.println("demo: " + to);
                assertThat(to.width()).isEqualTo(1280);
                assertThat(to.frames() - from.frames()).as("pictures decoded in 30 s of 30 a second").isGreaterThan(30 * 25);
                assertThat(to.audioBytes()).as("bytes of sound decoded").isGreaterThan(from.audioBytes() + 30 * 2_000);
                assertStill(to);
                browser.end();
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    @Test
    void pageWaitsForThePublisher() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.unpacked();
        Path source = ffmpeg.source(30, 2);
        try (Distribution arcly = Distribution.start("browser-none");
                Browser browser = Browser.open(arcly.page("/live/none/"), SCREENSHOTS, "none", MOST_SECONDS)) {
            Until.holds(() -> "the page is open: " + last(browser), OPEN_SECONDS, () -> !browser.now().text().isEmpty());
            assertThat(browser.now().text()).containsIgnoringCase("wait");
            assertThat(browser.now().played()).isZero();
            try (Tool sender = ffmpeg.start(arcly.root(), "sender", "-v", "warning", "-re", "-i", source.toString(), "-c", "copy",
                    "-f", "flv", arcly.url("live/none"))) {
                Until.holds(() -> "it plays by itself: " + last(browser) + ", FFmpeg runs: " + sender.isRunning(), 20,
                        () -> browser.now().played() > 5);
                assertThat(browser.now().frames()).isGreaterThan(50);
            }
            browser.end();
        }
    }

    @Test
    void playsOnWhenThePublisherComesBack() throws Exception {
        Ffmpeg ffmpeg = Ffmpeg.unpacked();
        Path source = ffmpeg.source(30, 2);
        try (Distribution arcly = Distribution.start("browser-again")) {
            String[] publish = {"-v", "warning", "-re", "-i", source.toString(), "-c", "copy", "-f", "flv", arcly.url("live/cam")};
            try (Tool first = ffmpeg.start(arcly.root(), "first", publish);
                    Browser browser = Browser.open(arcly.page("/live/cam/"), SCREENSHOTS, "again", MOST_SECONDS)) {
                Until.holds(() -> "it plays: " + last(browser), OPEN_SECONDS, () -> browser.now().played() > 5);
                first.kill();
                Until.holds(() -> "the stream is suspended: " + arcly.console(), 10, () -> arcly.console().contains("cam: suspended"));
                try (Tool second = ffmpeg.start(arcly.root(), "second", publish)) {
                    double from = browser.now().played();
                    Until.holds(() -> "it plays on, FFmpeg runs: " + second.isRunning() + ": " + last(browser), 30,
                            () -> browser.now().played() > from + 12);
                }
                System.out.println("publisher came back: " + browser.now());
                assertStill(browser.now());
                browser.end();
                assertThat(browser.complaints()).isEmpty();
            }
        }
    }

    @Test
    void playsOnWhileItsBundlesAreReplaced() throws Exception {
        try (Distribution arcly = Distribution.start("browser-replace", "--demo");
                Browser browser = Browser.open(arcly.page("/live/demo/"), SCREENSHOTS, "replace", MOST_SECONDS)) {
            Until.holds(() -> "it plays: " + last(browser), OPEN_SECONDS, () -> browser.now().played() > 5);
            for (int round = 1; round <= 2; round++) {
                for (String plugin : new String[] {"arcly.hls", "arcly.http"}) {
                    replace(arcly, plugin, round);
                    double from = browser.now().played();
                    Until.holds(() -> "it plays on after " + plugin + " was replaced: " + last(browser), 20,
                            () -> browser.now().played() > from + 6);
                }
            }
            System.out.println("replaced: " + browser.now());
            assertStill(browser.now());
            browser.end();
            assertThat(browser.complaints()).isEmpty();
        }
    }

    /** A stop of the whole page is the machine's: it is taken off. */
    private static void assertStill(Browser.Playing playing) {
        assertThat(playing.stillMillis() - playing.hangMillis()).as("milliseconds the picture stood still: " + playing)
                .isLessThan(MOST_STILL_MILLIS);
    }

    private static String last(Browser browser) {
        try {
            return browser.now() + " " + browser.complaints();
        } catch (IOException unreadable) {
            return unreadable.toString();
        }
    }

    private static void replace(Distribution arcly, String name, int number) throws Exception {
        Path plugin = arcly.home().plugin(name);
        Path part = plugin.resolveSibling(name + ".jar.part");
        Files.write(part, Jars.newer(plugin, number));
        Files.move(part, plugin, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        String version = "0.9.0.v" + (1_000_000 + number);
        Until.holds(() -> "the log tells of " + name + " " + version + ": " + arcly.home().logLines(name), 20,
                () -> arcly.home().logLines(version).stream().anyMatch(line -> line.contains(name)));
    }
}
