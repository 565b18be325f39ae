package arcly.rtmp;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RtmpConfigurationTest {

    @Test
    void nothingSetMeansTheDefaults() {
        assertThat(RtmpConfiguration.DEFAULT.changed(Map.of())).isEqualTo(RtmpConfiguration.DEFAULT);
    }

    @Test
    void theDefaultsShownAreTheDefaultsUsed() throws Exception {
        Map<String, Object> shown = new HashMap<>();
        for (Method key : RtmpConfig.class.getDeclaredMethods()) {
            shown.put(key.getName().replace('_', '.'), key.getDefaultValue());
        }
        assertThat(RtmpConfiguration.DEFAULT.changed(shown)).isEqualTo(RtmpConfiguration.DEFAULT);
    }

    /** The ranges in RtmpConfig, which are gone at run time: just outside leaves what is in force, the ends are taken. */
    @ParameterizedTest
    @CsvSource({
        "port, 0, 65535",
        "rtmps.port, 0, 65535",
        "connections.max, 1, 1000000",
        "connections.address.max, 1, 1000000",
        "handshake.timeout, 100, 600000",
        "idle.timeout, 1000, 3600000",
        "ping.interval, 1000, 3600000",
        "publish.timeout, 100, 600000",
        "play.timeout, 100, 600000",
        "chunk.size, 128, 16777215",
        "acknowledgement.window, 1024, 2147483647",
        "coalescing.window, 0, 2000",
        "message.max, 65536, 16777215",
        "unfinished.max, 65536, 268435456",
        "chunk.streams.max, 4, 65598",
        "streams.max, 1, 1024",
        "amf.depth.max, 4, 64",
        "amf.values.max, 64, 1000000",
    })
    void rangesAreKept(String key, long least, long most) {
        assertThat(List.of(least - 1, most + 1)).allSatisfy(wrong ->
                assertThat(RtmpConfiguration.DEFAULT.changed(Map.of(key, wrong))).isEqualTo(RtmpConfiguration.DEFAULT));
        assertThat(List.of(least, most)).allSatisfy(right ->
                assertThat(RtmpConfiguration.DEFAULT.changed(Map.of(key, right))).isNotEqualTo(RtmpConfiguration.DEFAULT));
    }

    @Test
    void rtmpsHasAnEndpointOfItsOwn() {
        RtmpConfiguration all = RtmpConfiguration.DEFAULT.changed(Map.of("bind", "192.0.2.1", "rtmps.certificates", "a, b"));
        assertThat(all.listener().tls()).isNull();
        assertThat(all.secureListener().scheme()).isEqualTo("rtmps");
        assertThat(all.secureListener().pid()).isNotEqualTo(all.listener().pid());
        assertThat(all.secureListener().port()).isEqualTo(1936);
        assertThat(all.secureListener().bind()).containsExactly("192.0.2.1");
        assertThat(all.secureListener().tls().certificates()).containsExactly("a", "b");

        RtmpConfiguration apart = all.changed(Map.of("rtmps.bind", "192.0.2.2", "rtmps.certificates", ""));
        assertThat(apart.secureListener().bind()).containsExactly("192.0.2.2");
        assertThat(apart.secureListener().tls().certificates()).isEmpty();
    }

    @Test
    void textFromFilesIsRead() {
        RtmpConfiguration read = RtmpConfiguration.DEFAULT.changed(Map.of("port", " 1936 ", "bind", "0.0.0.0, ::",
                "coalescing.window", "0"));
        assertThat(read.port()).isEqualTo(1936);
        assertThat(read.bind()).containsExactly("0.0.0.0", "::");
        assertThat(read.settings().coalescing()).isEqualTo(Duration.ZERO);
        assertThat(read.listener().port()).isEqualTo(1936);
    }

    @Test
    void whatIsWrongLeavesWhatIsInForce() {
        RtmpConfiguration before = RtmpConfiguration.DEFAULT.changed(Map.of("port", 2000, "bind", new String[] {"127.0.0.2"}));
        RtmpConfiguration after = before.changed(Map.of("port", "often", "bind", " , ", "chunk.size", 4096));
        assertThat(after.port()).isEqualTo(2000);
        assertThat(after.bind()).isEqualTo(Arrays.asList("127.0.0.2"));
        assertThat(after.settings().chunkSize()).isEqualTo(4096);
    }

    @Test
    void unfinishedMessagesMayAlwaysTakeTheLongest() {
        RtmpConfiguration read = RtmpConfiguration.DEFAULT.changed(Map.of("message.max", 0xFF_FFFF, "unfinished.max", 65_536));
        assertThat(read.settings().chunks().unfinishedBytes()).isEqualTo(0xFF_FFFF);
    }
}
