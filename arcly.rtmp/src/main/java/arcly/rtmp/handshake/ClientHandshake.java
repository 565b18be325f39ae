package arcly.rtmp.handshake;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** The client's side of the handshake (RTMP 1.0, 5.2): C0 C1 out, S0 S1 in, C2 out, S2 in. */
public final class ClientHandshake {
    /** What C1 looks like: as RTMP 1.0 has it, or with a Flash Player digest in one of the two places. */
    public enum Form {
        SIMPLE, SCHEMA_0, SCHEMA_1
    }

    private static final int VERSION = 3;
    private static final int STATE_VERSION = 1;
    /** Flash Player 9.0.124.2: any version from 9 on makes servers look for the digest. */
    private static final int[] PLAYER_VERSION = {9, 0, 124, 2};

    private enum Phase {
        START, AWAIT_S1, AWAIT_S2, DONE
    }

    private final Form form;
    private final RandomGenerator random;
    private Phase phase = Phase.START;
    private byte[] digest = new byte[HandshakeDigest.LENGTH];
    private boolean answered;

    public ClientHandshake(Form form, RandomGenerator random) {
        this.form = form;
        this.random = random;
    }

    /**
     * Goes as far as the input allows; the first call, with whatever input, appends C0 and C1.
     *
     * @return true once the handshake is over; what is left in {@code in} then are chunks
     * @throws RtmpException if the server answers with another version
     */
    public boolean advance(ByteBuf in, ByteBuf out) {
        if (phase == Phase.START) {
            start(out);
            phase = Phase.AWAIT_S1;
        }
        if (phase == Phase.AWAIT_S1) {
            if (in.isReadable() && in.getByte(in.readerIndex()) != VERSION) {
                throw new RtmpException("server answers the handshake with version " + in.getUnsignedByte(in.readerIndex())
                        + "; version 3 was asked for");
            }
            if (in.readableBytes() < 1 + HandshakeDigest.BLOCK) {
                return false;
            }
            in.skipBytes(1);
            byte[] s1 = new byte[HandshakeDigest.BLOCK];
            in.readBytes(s1);
            answer(s1, out);
            phase = Phase.AWAIT_S2;
        }
        if (phase == Phase.AWAIT_S2) {
            if (in.readableBytes() < HandshakeDigest.BLOCK) {
                return false;
            }
            byte[] s2 = new byte[HandshakeDigest.BLOCK];
            in.readBytes(s2);
            answered = form != Form.SIMPLE && HandshakeDigest.OF_SERVER.answers(s2, digest);
            phase = Phase.DONE;
        }
        return true;
    }

    public boolean isDone() {
        return phase == Phase.DONE;
    }

    /** True if S2 answered our digest, that is, if the server took the digest handshake. */
    public boolean isDigestAnswered() {
        return answered;
    }

    /** Appends what the next generation needs to go on; undecoded bytes are not part of it. */
    public void writeState(ByteBuf out) {
        out.writeByte(STATE_VERSION);
        out.writeByte(form.ordinal());
        out.writeByte(phase.ordinal());
        out.writeBytes(digest);
    }

    /** Goes on where the one that wrote this state stopped. */
    public static ClientHandshake readState(ByteBuf in, RandomGenerator random) {
        int version = in.readUnsignedByte();
        int form = in.readUnsignedByte();
        int phase = in.readUnsignedByte();
        if (version != STATE_VERSION || form >= Form.values().length || phase >= Phase.values().length) {
            throw new IllegalStateException("client handshake state version " + version + ", form " + form + ", phase " + phase
                    + "; version " + STATE_VERSION + " is known");
        }
        ClientHandshake handshake = new ClientHandshake(Form.values()[form], random);
        handshake.phase = Phase.values()[phase];
        in.readBytes(handshake.digest);
        return handshake;
    }

    private void start(ByteBuf out) {
        byte[] c1 = new byte[HandshakeDigest.BLOCK];
        random.nextBytes(c1);
        Arrays.fill(c1, 0, 8, (byte) 0); // time 0; zero as RTMP 1.0, 5.2.3 asks
        if (form != Form.SIMPLE) {
            for (int i = 0; i < 4; i++) {
                c1[4 + i] = (byte) PLAYER_VERSION[i];
            }
            HandshakeDigest.OF_PLAYER.sign(c1, form == Form.SCHEMA_1);
            int at = HandshakeDigest.OF_PLAYER.find(c1);
            digest = Arrays.copyOfRange(c1, at, at + HandshakeDigest.LENGTH);
        }
        out.writeByte(VERSION);
        out.writeBytes(c1);
    }

    private void answer(byte[] s1, ByteBuf out) {
        int at = form == Form.SIMPLE ? -1 : HandshakeDigest.OF_SERVER.find(s1);
        if (at < 0) {
            out.writeBytes(s1); // RTMP 1.0, 5.2.4: an echo
            return;
        }
        byte[] c2 = new byte[HandshakeDigest.BLOCK];
        random.nextBytes(c2);
        HandshakeDigest.OF_PLAYER.answer(c2, Arrays.copyOfRange(s1, at, at + HandshakeDigest.LENGTH));
        out.writeBytes(c2);
    }
}
