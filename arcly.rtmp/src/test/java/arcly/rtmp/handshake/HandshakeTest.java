package arcly.rtmp.handshake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class HandshakeTest {
    private final ServerHandshake server = new ServerHandshake(new Random(1));
    private final ByteBuf toServer = Unpooled.buffer();
    private final ByteBuf toClient = Unpooled.buffer();

    /** Digests worked out with another HMAC (Python's hmac and hashlib) over a C1 whose byte i is 7 i + 3. */
    @ParameterizedTest
    @CsvSource({
        "false, e6a7fbdda4aab503b4e693e92d6f18d9d4b89f3ef0e95fffe767a4830aa37109,"
            + "bef6167a0f06c7be709745d27cb41c66c5f7af0a5cbba42ac8d05b2a3b2195f9",
        "true, 612af37c38c4a1b74e5737fc4021ded17ed92a9431c19bc665cf421131bad8a6,"
            + "0414118a39ca0f9a01eea8e29c16609bc0832e817fd4e95b529ae1d4d5b45181",
    })
    void digestsAreThoseOfTheFlashPlayer(boolean schema1, String digest, String answer) {
        byte[] c1 = block(7, 3);
        System.arraycopy(new byte[] {0, 0, 0, 0, 9, 0, 124, 2}, 0, c1, 0, 8);
        HandshakeDigest.OF_PLAYER.sign(c1, schema1);
        int at = HandshakeDigest.OF_PLAYER.find(c1);
        assertThat(HandshakeDigest.isSchema1(at)).isEqualTo(schema1);
        byte[] found = Arrays.copyOfRange(c1, at, at + 32);
        assertThat(HexFormat.of().formatHex(found)).isEqualTo(digest);

        byte[] s2 = block(5, 1);
        HandshakeDigest.OF_SERVER.answer(s2, found);
        assertThat(HexFormat.of().formatHex(s2, 1504, 1536)).isEqualTo(answer);
        assertThat(HandshakeDigest.OF_SERVER.answers(s2, found)).isTrue();
        assertThat(HandshakeDigest.OF_PLAYER.answers(s2, found)).isFalse();
    }

    @Test
    void plainC1IsEchoed() {
        byte[] c1 = block(3, 0);
        Arrays.fill(c1, 4, 8, (byte) 0);
        toServer.writeByte(3).writeBytes(c1);
        assertThat(server.advance(toServer, toClient)).isFalse();
        assertThat(toClient.readableBytes()).isEqualTo(1 + 1536 + 1536);
        assertThat(toClient.readByte()).isEqualTo((byte) 3);
        assertThat(toClient.readLong()).as("time and zero").isZero();
        toClient.skipBytes(1528);
        byte[] s2 = new byte[1536];
        toClient.readBytes(s2);
        assertThat(s2).isEqualTo(c1);

        toServer.writeBytes(new byte[1536]).writeByte(42); // a C2 of zeros is fine
        assertThat(server.advance(toServer, toClient)).isTrue();
        assertThat(toServer.readableBytes()).as("the first chunk stays").isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(ClientHandshake.Form.class)
    void clientAndServerAgree(ClientHandshake.Form form) {
        ClientHandshake client = new ClientHandshake(form, new Random(2));
        client.advance(toClient, toServer);
        server.advance(toServer, toClient);
        assertThat(client.advance(toClient, toServer)).isTrue();
        assertThat(client.isDigestAnswered()).isEqualTo(form != ClientHandshake.Form.SIMPLE);
        assertThat(server.advance(toServer, toClient)).isTrue();
        assertThat(toServer.isReadable() || toClient.isReadable()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(ClientHandshake.Form.class)
    void goesOnByteByByteAndFromStateAfterEachByte(ClientHandshake.Form form) {
        ClientHandshake client = new ClientHandshake(form, new Random(3));
        ServerHandshake current = server;
        ByteBuf serverSees = Unpooled.buffer();
        ByteBuf clientSees = Unpooled.buffer();
        client.advance(clientSees, toServer);
        while (toServer.isReadable() || toClient.isReadable()) {
            if (toServer.isReadable()) {
                serverSees.writeByte(toServer.readByte());
                current.advance(serverSees, toClient);
                ByteBuf state = Unpooled.buffer();
                current.writeState(state);
                current = ServerHandshake.readState(state, new Random(4));
            } else {
                clientSees.writeByte(toClient.readByte());
                client.advance(clientSees, toServer);
                ByteBuf state = Unpooled.buffer();
                client.writeState(state);
                client = ClientHandshake.readState(state, new Random(4));
            }
        }
        assertThat(current.isDone()).isTrue();
        assertThat(client.isDone()).isTrue();
    }

    @Test
    void stateHasItsForm() {
        ByteBuf state = Unpooled.buffer();
        server.writeState(state);
        toServer.writeByte(3).writeBytes(new byte[1536]);
        server.advance(toServer, toClient);
        server.writeState(state);
        toServer.writeBytes(new byte[1536]);
        server.advance(toServer, toClient);
        server.writeState(state);
        assertThat(ByteBufUtil.hexDump(state)).isEqualTo("0100" + "0101" + "0102");
        assertThatThrownBy(() -> ServerHandshake.readState(Unpooled.wrappedBuffer(new byte[] {9, 0}), new Random(1)))
                .isInstanceOf(IllegalStateException.class).hasMessageContaining("version 9");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 6, 8, 9, 'G', 255})
    void versionsThatAreNotServedAreRefusedAtTheFirstByte(int version) {
        toServer.writeByte(version);
        assertThatThrownBy(() -> server.advance(toServer, toClient))
                .isInstanceOf(RtmpException.class).hasMessageContaining(Integer.toString(version)).hasMessageContaining("3");
    }

    @Test
    void unknownNewerVersionIsAnsweredWith3() {
        toServer.writeByte(31).writeBytes(new byte[1536]);
        server.advance(toServer, toClient);
        assertThat(toClient.readByte()).isEqualTo((byte) 3);
    }

    private static byte[] block(int factor, int offset) {
        byte[] block = new byte[1536];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (i * factor + offset);
        }
        return block;
    }
}
