package arcly.rtmp.handshake;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * The digest that Flash Player 9 and Flash Media Server 3 put into C1, S1, C2 and S2.
 *
 * <p>RTMP 1.0 does not describe it; players that find none fall back to fewer codecs or refuse. C1 and S1 are 1536 bytes with
 * a 32-byte HMAC-SHA256 over the other 1504 at a place that four bytes of the block itself say:
 *
 * <pre>
 * schema 0   time 4, version 4, key 764, digest block 764     the digest block begins at 772
 * schema 1   time 4, version 4, digest block 764, key 764     the digest block begins at 8
 * digest block: offset 4 (sum of its bytes modulo 728), that many random bytes, digest 32, random bytes
 * </pre>
 *
 * <p>C2 and S2 end in an HMAC over their first 1504 bytes whose key is the HMAC of the peer's digest.
 */
final class HandshakeDigest {
    static final int BLOCK = 1536;
    static final int LENGTH = 32;

    private static final int SCHEMA_0 = 772;
    private static final int SCHEMA_1 = 8;
    private static final int OFFSETS = 728; // 764 bytes of block - 4 of offset - 32 of digest

    /** What both products append to their name where the key of a C2 or S2 is made. */
    private static final byte[] SUFFIX =
            HexFormat.of().parseHex("f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
    private static final byte[] PLAYER = "Genuine Adobe Flash Player 001".getBytes(US_ASCII);
    private static final byte[] SERVER = "Genuine Adobe Flash Media Server 001".getBytes(US_ASCII);

    static final HandshakeDigest OF_PLAYER = new HandshakeDigest(PLAYER);
    static final HandshakeDigest OF_SERVER = new HandshakeDigest(SERVER);

    private final byte[] shortKey;
    private final byte[] longKey;

    private HandshakeDigest(byte[] name) {
        shortKey = name;
        longKey = Arrays.copyOf(name, name.length + SUFFIX.length);
        System.arraycopy(SUFFIX, 0, longKey, name.length, SUFFIX.length);
    }

    /** Where the digest of a C1 or S1 stands, in either schema; -1 if there is none. */
    int find(byte[] block) {
        int at = place(block, SCHEMA_1);
        if (isAt(block, at)) {
            return at;
        }
        at = place(block, SCHEMA_0);
        return isAt(block, at) ? at : -1;
    }

    /** True if a digest found at {@code at} is one of schema 1. */
    static boolean isSchema1(int at) {
        return at < SCHEMA_0;
    }

    /** Writes the digest of a C1 or S1 into it. */
    void sign(byte[] block, boolean schema1) {
        int at = place(block, schema1 ? SCHEMA_1 : SCHEMA_0);
        System.arraycopy(over(block, at), 0, block, at, LENGTH);
    }

    /** Writes the last 32 bytes of a C2 or S2 that answers the peer's digest. */
    void answer(byte[] block, byte[] peerDigest) {
        byte[] digest = answerOver(block, peerDigest);
        System.arraycopy(digest, 0, block, BLOCK - LENGTH, LENGTH);
    }

    /** True if a C2 or S2 answers {@code peerDigest}. */
    boolean answers(byte[] block, byte[] peerDigest) {
        return MessageDigest.isEqual(answerOver(block, peerDigest), Arrays.copyOfRange(block, BLOCK - LENGTH, BLOCK));
    }

    private byte[] answerOver(byte[] block, byte[] peerDigest) {
        return hmac(hmac(longKey, peerDigest, 0, LENGTH), block, 0, BLOCK - LENGTH);
    }

    private boolean isAt(byte[] block, int at) {
        return MessageDigest.isEqual(over(block, at), Arrays.copyOfRange(block, at, at + LENGTH));
    }

    private static int place(byte[] block, int digestBlock) {
        int sum = 0;
        for (int i = 0; i < 4; i++) {
            sum += block[digestBlock + i] & 0xFF;
        }
        return digestBlock + 4 + sum % OFFSETS;
    }

    /** HMAC of the block without the 32 bytes at {@code at}. */
    private byte[] over(byte[] block, int at) {
        Mac mac = mac(shortKey);
        mac.update(block, 0, at);
        mac.update(block, at + LENGTH, BLOCK - at - LENGTH);
        return mac.doFinal();
    }

    private static byte[] hmac(byte[] key, byte[] data, int from, int length) {
        Mac mac = mac(key);
        mac.update(data, from, length);
        return mac.doFinal();
    }

    private static Mac mac(byte[] key) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256"); // every Java platform has it
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
