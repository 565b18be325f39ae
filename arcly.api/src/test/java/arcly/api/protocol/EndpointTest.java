package arcly.api.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndpointTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1,rtmp://127.0.0.1:1935 LISTENING",
        "::1,rtmp://[::1]:1935 LISTENING",
        "::,rtmp://[::]:1935 LISTENING",
        "2001:db8::5,rtmp://[2001:db8::5]:1935 LISTENING",
        "2001:db8:1:2:3:4:5:0,rtmp://[2001:db8:1:2:3:4:5:0]:1935 LISTENING"
    })
    void isShownAsAUrl(String address, String shown) throws Exception {
        InetSocketAddress bound = new InetSocketAddress(InetAddress.getByName(address), 1935);
        assertThat(Endpoint.of("rtmp", bound, Endpoint.State.LISTENING, "")).hasToString(shown);
    }

    @ParameterizedTest
    @CsvSource({"WAITING,address in use", "CLOSED,drained"})
    void saysWhatIsInTheWay(Endpoint.State state, String text) {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 1935);
        assertThat(Endpoint.of("rtmp", address, state, text).toString()).endsWith(":1935 " + state + " (" + text + ")");
    }
}
