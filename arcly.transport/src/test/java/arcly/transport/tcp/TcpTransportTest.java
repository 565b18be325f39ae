package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.protocol.Endpoint;
import arcly.transport.Served;
import java.io.IOException;
import java.net.Socket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TcpTransportTest {
    private TcpTransport transport;

    @BeforeEach
    void open() {
        transport = TcpTransport.open(TransportSettings.DEFAULT.withLoops(2));
    }

    @AfterEach
    void close() {
        transport.close();
    }

    @Test
    void readsAndWrites() throws IOException {
        Served served = transport.forBundle("echo").serve(Echo.listener().build(), new Echo());
        Endpoint endpoint = served.endpoints().get(0);
        assertThat(endpoint.state()).isEqualTo(Endpoint.State.LISTENING);

        try (Socket socket = new Socket()) {
            socket.connect(endpoint.address());
            socket.getOutputStream().write(new byte[] {1, 2, 3});
            assertThat(socket.getInputStream().readNBytes(3)).containsExactly(1, 2, 3);
            assertThat(served.connections()).isEqualTo(1);
            socket.shutdownOutput();
            assertThat(socket.getInputStream().read()).isEqualTo(-1);
        }
    }
}
