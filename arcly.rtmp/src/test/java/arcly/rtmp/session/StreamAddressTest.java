package arcly.rtmp.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import arcly.api.access.Proof;
import arcly.api.stream.StreamException;
import java.net.InetSocketAddress;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StreamAddressTest {

    static Stream<Arguments> waysToCut() {
        return Stream.of(
                arguments("rtmp://h/live", "live", "cam", "live/cam"),
                arguments("rtmp://h/live/a", "live/a", "b", "live/a/b"),               // FFmpeg, librtmp: live/a/b
                arguments("rtmp://h/live", "live", "a/b", "live/a/b"),                 // OBS: server rtmp://h/live, key a/b
                arguments("rtmp://h/live/a/b", "live/a/b", "", "live/a/b"),            // OBS: all in the server field
                arguments("rtmp://h/live/", "live/", "cam", "live/cam"),
                arguments("rtmp://h/live/_definst_", "live/_definst_", "cam", "live/cam"), // Flash's only instance
                arguments("rtmp://h/live", "live", "_definst_/a/cam", "live/a/cam"),
                arguments("rtmp://h/live", "live", "_definst_2", "live/_definst_2"),
                arguments("rtmp://h/live", "/live", "/cam/", "live/cam"),
                arguments("rtmp://h/", "", "live/cam", "live/cam"),
                arguments("rtmp://h/live", "live", "cam?key=k", "live/cam"),
                arguments("rtmp://h/live?key=k", "live?key=k", "cam", "live/cam"),
                arguments("rtmp://h/live/?key=k", "live/?key=k", "cam", "live/cam"),
                arguments("rtmp://h/live", "live", "mp4:cam.mp4", "live/cam.mp4"),     // FFmpeg's prefix for such names
                arguments("rtmp://h/live", "live", "rtmp://h:1935/live/cam?key=k", "live/cam"));
    }

    @ParameterizedTest
    @MethodSource("waysToCut")
    void findsTheStream(String tcUrl, String app, String name, String key) {
        assertThat(StreamAddress.of(tcUrl, app, name).key()).hasToString(key);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live, live, cam?key=k",
        "rtmp://h/live?key=k, live?key=k, cam",
        "rtmp://h/live?key=k, live, cam",
        "rtmp://h/live?key=x, live?key=y, cam?a=b&key=k",
        "rtmp://h/live, live, cam?key=%6B",
    })
    void findsTheKeyWhereverItStands(String tcUrl, String app, String name) {
        assertThat(StreamAddress.of(tcUrl, app, name).proofs()).singleElement()
                .satisfies(proof -> assertThat(proof.verify("k")).isTrue())
                .extracting(Proof::kind).isEqualTo(Proof.Kind.PLAIN);
    }

    @Test
    void findsUsersAndTokens() {
        assertThat(StreamAddress.of("", "live", "cam?user=u&pass=p+1&token=t").proofs()).satisfiesExactly(
                plain -> {
                    assertThat(plain.user()).isEqualTo("u");
                    assertThat(plain.verify("p+1")).isTrue();
                },
                bearer -> assertThat(bearer.token()).isEqualTo("t"));
        assertThat(StreamAddress.of("", "live", "cam?key=100%").proofs().get(0).verify("100%")).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://h/live?key=k, rtmp://h/live",
        "rtmp://u:p@h:1935/live, rtmp://h:1935/live",
        "rtmp://u:p@x@h, rtmp://h",
        "rtmp://h/live@home, rtmp://h/live@home",
        "h, h",
    })
    void showsNoSecrets(String tcUrl, String shown) {
        assertThat(StreamAddress.shown(tcUrl)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "live, '', names no stream",
        "'', cam, names no stream",
        "live, .., '..'",
        "live, 'a b', 'a b'",
        "live, a//b, ''",
        "live, _definst_, names no stream",
    })
    void saysWhatIsNoStream(String app, String name, String says) {
        assertThatThrownBy(() -> StreamAddress.of("", app, name)).isInstanceOf(StreamException.class).hasMessageContaining(says);
    }

    @ParameterizedTest
    @CsvSource({
        "rtmp://localhost/live, true",
        "rtmp://LOCALHOST:1935/live, true",
        "rtmp://127.0.0.1:1935/live, true",
        "rtmp://[::1]:1935/live, true",
        "rtmp://192.0.2.7/live, true",
        "rtmp://user@localhost/live, true",
        "'', true",
        "rtmp://example.org/live, false",
        "rtmp://127.0.0.1.example.org/live, false",
        "rtmp://localhost@example.org/live, false",
        "rtmp://192.0.2.8/live, false",
    })
    void onlyNamesOfThisMachineAreLocal(String tcUrl, boolean local) {
        assertThat(StreamAddress.isLocalHost(tcUrl, new InetSocketAddress("192.0.2.7", 1935))).isEqualTo(local);
    }
}
