package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.protocol.Endpoint;
import arcly.api.protocol.Endpoint.State;
import arcly.transport.Served;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.Test;

class ListenerTest extends TransportTest {

    @Test
    void listensOnSeveralAddressesWithOneFreePort() {
        Served served = serve(Post.listener().bind(List.of("127.0.0.1", "127.0.0.2", "::1")), new Echo());
        List<Endpoint> endpoints = served.endpoints();
        assertThat(endpoints).hasSize(3);
        assertThat(endpoints.get(0).state()).isEqualTo(State.LISTENING);
        assertThat(endpoints.get(1).address().getPort()).isEqualTo(endpoints.get(0).address().getPort());
        assertThat(endpoints.get(2).state()).isIn(State.LISTENING, State.CLOSED); // closed where there is no IPv6
    }

    @Test
    void widestAddressHasThePortAndTheOthersAreCovered() throws IOException {
        Served served = serve(Post.listener().bind(List.of("127.0.0.1", "0.0.0.0", "::")), new Echo());
        List<Endpoint> endpoints = served.endpoints();
        assertThat(endpoints).filteredOn(endpoint -> endpoint.state() == State.LISTENING).hasSize(1);
        assertThat(endpoints).filteredOn(endpoint -> endpoint.state() == State.CLOSED).hasSize(2);
        int port = endpoints.stream().filter(endpoint -> endpoint.state() == State.LISTENING).findFirst().orElseThrow().address()
                .getPort();
        try (Client client = client(new InetSocketAddress("127.0.0.1", port)).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
        }
        assertThat(count("bind.failed")).isZero();
    }

    @Test
    void narrowerAddressGivesWayToAWiderOne() throws IOException {
        Served served = serve(new Echo());
        int port = Post.address(served).getPort();
        served.configure(Post.listener().bind(List.of("0.0.0.0")).port(port).build());
        assertThat(served.endpoints()).extracting(Endpoint::state).containsExactly(State.LISTENING);
        assertThat(count("bind.failed")).isZero();
    }

    @Test
    void portOfAnotherProgramIsWaitedFor() throws IOException {
        Served served;
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            served = serve(Post.listener().port(other.getLocalPort()), new Echo());
            Endpoint endpoint = served.endpoints().get(0);
            assertThat(endpoint.state()).isEqualTo(State.WAITING);
            assertThat(endpoint.text()).isEqualTo("port " + other.getLocalPort() + " is in use by another program");
        }
        until(() -> served.endpoints().get(0).state() == State.LISTENING);
        try (Client client = client(served).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
        }
        assertThat(count("bind.failed")).isEqualTo(1);
    }

    @Test
    void portOfAnotherBundleIsHadAsSoonAsThatOneIsGone() {
        BundleTransport stopping = transport.forBundle("first", () -> true);
        Served first = stopping.serve(Post.listener().build(), new Echo());
        Served second = serve(Post.listener().port(Post.address(first).getPort()), new Echo());
        assertThat(second.endpoints().get(0).text()).contains("belongs to bundle first");
        first.close();
        until(() -> second.endpoints().get(0).state() == State.LISTENING);
    }

    @Test
    void addressThatThisMachineHasNotIsSaid() {
        Served served = serve(Post.listener().bind(List.of("192.0.2.1", "no.such.host.invalid")), new Echo());
        assertThat(served.endpoints().get(0).state()).isEqualTo(State.WAITING);
        assertThat(served.endpoints().get(0).text()).isEqualTo("this machine has no address 192.0.2.1");
        assertThat(served.endpoints().get(1).text()).isEqualTo("unknown host no.such.host.invalid");
    }

    @Test
    void configureRebindsOnlyWhatChanged() throws IOException {
        Served served = serve(Post.listener().bind(List.of("127.0.0.1", "127.0.0.2")), new Echo());
        InetSocketAddress kept = served.endpoints().get(0).address();
        InetSocketAddress dropped = served.endpoints().get(1).address();
        try (Client client = client(dropped).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            served.configure(Post.listener().bind(List.of("127.0.0.1", "127.0.0.3")).build());
            assertThat(served.endpoints()).extracting(Endpoint::address).startsWith(kept)
                    .extracting(InetSocketAddress::getHostString).containsExactly("127.0.0.1", "127.0.0.3");
            client.send((byte) 2);
            assertThat(client.socket().getInputStream().read()).isEqualTo(2);
            until(() -> isRefused(dropped));
        }
    }

    @Test
    void portThatChangesMovesTheListenerAndKeepsConnections() throws IOException {
        Served served = serve(new Echo());
        InetSocketAddress before = Post.address(served);
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        try (Client client = client(served).send((byte) 1)) {
            assertThat(client.socket().getInputStream().read()).isEqualTo(1);
            served.close();
            Served next = serve(Post.listener().port(free), new Echo()); // the successor of other configuration is a successor
            assertThat(Post.address(next).getPort()).isEqualTo(free);
            client.send((byte) 2);
            assertThat(client.socket().getInputStream().read()).isEqualTo(2);
            until(() -> isRefused(before));
        }
    }

    @Test
    void limitsInAllAndPerAddress() throws IOException {
        Served served = serve(Post.listener().bind(List.of("0.0.0.0")).mostConnections(3, 2), new Echo());
        int port = Post.address(served).getPort();
        InetSocketAddress one = new InetSocketAddress("127.0.0.1", port);
        try (Client first = client(one); Client second = client(one)) {
            until(() -> served.connections() == 2);
            try (Client third = client(one)) {
                assertThat(third.isAtEnd()).isTrue();
            }
            assertThat(count("refused.address")).isEqualTo(1);
            served.configure(Post.listener().bind(List.of("0.0.0.0")).mostConnections(3, 10).build());
            try (Client third = client(one)) {
                until(() -> served.connections() == 3);
                try (Client fourth = client(one)) {
                    assertThat(fourth.isAtEnd()).isTrue();
                }
                assertThat(count("refused.total")).isEqualTo(1);
            }
            until(() -> served.connections() == 2);
            try (Client again = client(one).send((byte) 1)) {
                assertThat(again.socket().getInputStream().read()).isEqualTo(1);
            }
        }
        assertThat(count("accepted")).isEqualTo(4);
    }

    private static boolean isRefused(InetSocketAddress address) throws IOException {
        try (Client client = Client.to(address)) {
            return false;
        } catch (ConnectException refused) {
            return true;
        }
    }
}
