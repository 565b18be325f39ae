package arcly.rtmp.handshake;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The server's side of the handshake (RTMP 1.0, 5.2): C0 C1 in, S0 S1 S2 out, C2 in.
 *
 * <p>A C1 that carries a Flash Player digest is answered with one in the same schema, any other with the plain form. What is in
 * C2 is not looked at: clients in use fill it with an echo, with zeros or with noise.
 */
public final class ServerHandshake {
    private static final int VERSION = 3;
    private static final int STATE_VERSION = 1;
    /** What Flash Media Server 3.5.1.1 puts into S1: players ask for more than 0 before they look for a digest. */
    private static final int[] SERVER_VERSION = {3, 5, 1, 1};

    private enum Phase {
        AWAIT_C1, AWAIT_C2, DONE
    }

    private final RandomGenerator random;
    private Phase phase = Phase.AWAIT_C1;

    public ServerHandshake(RandomGenerator random) {
        this.random = random;
    }

    /**
     * Goes as far as the input allows: takes whole blocks from {@code in} and appends answers to {@code out}.
     *
     * @return true once the handshake is over; what is left in {@code in} then are chunks
     * @throws RtmpException if the client speaks another protocol or a version that is not served
     */
    public boolean advance(ByteBuf in, ByteBuf out) {
        if (phase == Phase.AWAIT_C1) {
            if (!in.isReadable()) {
                return false;
            }
            checkVersion(in.getUnsignedByte(in.readerIndex()));
            if (in.readableBytes() < 1 + HandshakeDigest.BLOCK) {
                return false;
            }
            in.skipBytes(1);
            byte[] c1 = new byte[HandshakeDigest.BLOCK];
            in.readBytes(c1);
            answer(c1, out);
            phase = Phase.AWAIT_C2;
        }
        if (phase == Phase.AWAIT_C2) {
            if (in.readableBytes() < HandshakeDigest.BLOCK) {
                return false;
            }
            in.skipBytes(HandshakeDigest.BLOCK);
            phase = Phase.DONE;
        }
        return true;
    }

    public boolean isDone() {
        return phase == Phase.DONE;
    }

    /** Appends what the next generation needs to go on; undecoded bytes are not part of it. */
    public void writeState(ByteBuf out) {
        out.writeByte(STATE_VERSION);
        out.writeByte(phase.ordinal());
    }

    /** Goes on where the one that wrote this state stopped. */
    public static ServerHandshake readState(ByteBuf in, RandomGenerator random) {
        int version = in.readUnsignedByte();
        int phase = in.readUnsignedByte();
        if (version != STATE_VERSION || phase >= Phase.values().length) {
            throw new IllegalStateException("handshake state version " + version + ", phase " + phase + "; version "
                    + STATE_VERSION + " with phases 0 to " + (Phase.values().length - 1) + " is known");
        }
        ServerHandshake handshake = new ServerHandshake(random);
        handshake.phase = Phase.values()[phase];
        return handshake;
    }

    private static void checkVersion(int version) {
        if (version == VERSION) {
            return;
        }
        if (version >= 32) { // RTMP 1.0, 5.2.2: kept free so that text protocols can be told apart
            throw new RtmpException("handshake begins with byte " + version
                    + ", as text or TLS does; an RTMP client begins with 3");
        }
        if (version == 6 || version == 8 || version == 9) {
            throw new RtmpException("handshake asks for version " + version + ", encrypted RTMP (RTMPE); version 3 is served");
        }
        if (version < VERSION) {
            throw new RtmpException("handshake asks for version " + version
                    + ", which RTMP 1.0, 5.2.2 retired; version 3 is served");
        }
        // RTMP 1.0, 5.2.2: a version not known is answered with 3, and the client decides.
    }

    private void answer(byte[] c1, ByteBuf out) {
        byte[] s1 = randomBlock();
        Arrays.fill(s1, 0, 4, (byte) 0); // our time counts from here
        int digestAt = HandshakeDigest.OF_PLAYER.find(c1);
        byte[] s2;
        if (digestAt < 0) {
            Arrays.fill(s1, 4, 8, (byte) 0); // RTMP 1.0, 5.2.3: must be zero
            s2 = c1.clone(); // 5.2.4: the client's time and random bytes; time2 stays the client's own, as most servers have it
        } else {
            for (int i = 0; i < 4; i++) {
                s1[4 + i] = (byte) SERVER_VERSION[i];
            }
            HandshakeDigest.OF_SERVER.sign(s1, HandshakeDigest.isSchema1(digestAt));
            s2 = randomBlock();
            HandshakeDigest.OF_SERVER.answer(s2, Arrays.copyOfRange(c1, digestAt, digestAt + HandshakeDigest.LENGTH));
        }
        out.writeByte(VERSION);
        out.writeBytes(s1);
        out.writeBytes(s2);
    }

    private byte[] randomBlock() {
        byte[] block = new byte[HandshakeDigest.BLOCK];
        random.nextBytes(block);
        return block;
    }
}
