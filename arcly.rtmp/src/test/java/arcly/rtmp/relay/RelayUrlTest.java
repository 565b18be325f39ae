package arcly.rtmp.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import arcly.api.stream.StreamKey;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RelayUrlTest {
    private static final StreamKey CAM = StreamKey.of("live", "studio/cam");

    @ParameterizedTest
    @CsvSource({
        "rtmp://host/live/cam, host, 1935, live, cam, rtmp://host/live",
        "RTMP://host:1936/live/cam, host, 1936, live, cam, rtmp://host:1936/live",
        "rtmps://host/app/key?a=b&c=d, host, 443, app, key?a=b&c=d, rtmps://host/app",
        "rtmp://[::1]:1940/live/a/b, ::1, 1940, live, a/b, rtmp://[::1]:1940/live",
        "rtmp://host/live/cam?key=a/b, host, 1935, live, cam?key=a/b, rtmp://host/live"
    })
    void readsAddresses(String text, String host, int port, String app, String name, String tcUrl) {
        RelayUrl url = RelayUrl.parse(text, 1, false);
        assertThat(url.host()).isEqualTo(host);
        assertThat(url.port()).isEqualTo(port);
        assertThat(url.app()).isEqualTo(app);
        assertThat(url.name()).isEqualTo(name);
        assertThat(url.tcUrl()).isEqualTo(tcUrl);
    }

    @Test
    void theApplicationMayHaveMoreSegments() {
        RelayUrl url = RelayUrl.parse("rtmp://host/app/_definst_/cam", 2, false);
        assertThat(url.app()).isEqualTo("app/_definst_");
        assertThat(url.name()).isEqualTo("cam");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "http://h/a/b", "rtmp://h", "rtmp://h/", "rtmp://h/a", "rtmp://h/a/", "rtmp:///a/b",
            "rtmp://h//b",
        "rtmp://h:0/a/b", "rtmp://h:65536/a/b", "rtmp://h:x/a/b", "rtmp://h/a?b/c", "rtmp://SECRET@"})
    void refusesWhatIsNoneWithoutRepeatingIt(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> RelayUrl.parse(text, 1, false))
                .satisfies(e -> assertThat(e.getMessage()).isNotEmpty().doesNotContain("SECRET"));
    }

    @Test
    void showsNothingSecret() {
        RelayUrl url = RelayUrl.parse("rtmp://us%40er:pa%3Ass@host/live/cam?key=s3cret&x=%41bc", 1, false);
        assertThat(url.user()).isEqualTo("us@er");
        assertThat(url.password()).isEqualTo("pa:ss");
        assertThat(List.of(url.shown(), url.toString())).containsOnly("rtmp://host/live/cam");
        assertThat(url.scrubbed("bad key s3cret of us@er (pa:ss), Abc in key=s3cret&x=%41bc"))
                .isEqualTo("bad key *** of *** (***), *** in ***");
    }

    @Test
    void theNameThatIsWrittenOutInAPushIsAKey() {
        RelayUrl literal = Target.of("rtmp://a.example/live2/abcd-efgh", 1, true).at(CAM);
        assertThat(literal.shown()).isEqualTo("rtmp://a.example/live2/***");
        assertThat(literal.scrubbed("stream abcd-efgh is busy")).isEqualTo("stream *** is busy");
        assertThat(Target.of("rtmp://backup/live/studio/cam", 1, true).at(CAM).shown())
                .isEqualTo("rtmp://backup/live/studio/cam");
        assertThat(Target.of("rtmp://origin/live/abcd", 1, false).at(CAM).shown()).isEqualTo("rtmp://origin/live/abcd");
    }

    @Test
    void fillsInTheStream() {
        Target target = Target.of("rtmp://host/{app}/{name}?key=k", 1, true);
        RelayUrl url = target.at(CAM);
        assertThat(url.app()).isEqualTo("live");
        assertThat(url.name()).isEqualTo("studio/cam?key=k");
        assertThat(url.key()).isEqualTo(CAM);
        assertThat(target.shown()).isEqualTo("rtmp://host/{app}/{name}");
        assertThat(target).hasToString(target.shown());
    }

    @Test
    void goesWhereItIsSent() {
        RelayUrl url = RelayUrl.parse("rtmp://u:p@one:1940/live/cam?key=k", 1, false);
        assertThat(url.moved("")).isEqualTo(url);
        assertThat(url.moved("rtmp://two/edge").tcUrl()).isEqualTo("rtmp://two/edge");
        assertThat(url.moved("rtmp://two/edge/inst/").app()).isEqualTo("edge/inst");
        assertThat(url.moved("/other").tcUrl()).isEqualTo("rtmp://one:1940/other");
        assertThat(url.moved("//three:1941/live").tcUrl()).isEqualTo("rtmp://three:1941/live");
        assertThat(url.moved("rtmp://two/edge").name()).isEqualTo("cam?key=k");
        RelayUrl secure = RelayUrl.parse("rtmps://one/live/cam", 1, false);
        assertThatIllegalArgumentException().isThrownBy(() -> secure.moved("rtmp://two/live"))
                .withMessageContaining("without TLS");
        assertThatIllegalArgumentException().isThrownBy(() -> url.moved("http://two/live"));
        assertThatIllegalArgumentException().isThrownBy(() -> url.moved("nonsense"));
    }

    @Test
    void patternsNameStreams() {
        assertThat(StreamPattern.of("live/*").matches(CAM)).isTrue();
        assertThat(StreamPattern.of("*").matches(CAM)).isTrue();
        assertThat(StreamPattern.of("live/studio/cam").matches(CAM)).isTrue();
        assertThat(StreamPattern.of("live/cam").matches(CAM)).isFalse();
        assertThat(StreamPattern.of("live/.*").matches(CAM)).isFalse();
        assertThat(List.of("live/*", "*", "live/cam", "*-a/b*")).allMatch(StreamPattern::isOne);
        assertThat(List.of("", "live", "live/", "live/ä", "a b/c")).noneMatch(StreamPattern::isOne);
    }
}
