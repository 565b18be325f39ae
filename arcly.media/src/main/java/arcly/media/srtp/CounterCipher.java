package arcly.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * AES in counter mode with HMAC-SHA1 (RFC 3711, 4.1.1 and 4.2.1). Per packet only what JCE asks for is allocated: the counter's
 * {@code IvParameterSpec}. (ECB over counter blocks allocates nothing, but takes twice as long.)
 */
final class CounterCipher extends PacketCipher {
    private static final int AUTHENTICATION_KEY = 20; // RFC 3711, 5.2: 160 bits
    private static final int HASH = 20;
    private static final int BLOCK = 16;

    private final SecretKeySpec key;
    private final byte[] salt;
    private final int tagLength;
    private final Cipher cipher;
    private final Mac mac;
    private final byte[] counter = new byte[BLOCK];
    private final byte[] word = new byte[Integer.BYTES];
    private final byte[] hash = new byte[HASH];

    CounterCipher(SrtpKeys keys, boolean rtcp) throws GeneralSecurityException {
        SrtpProfile profile = keys.profile();
        KeyDerivation from = new KeyDerivation(keys);
        key = new SecretKeySpec(from.derive(rtcp ? KeyDerivation.RTCP_ENCRYPTION : KeyDerivation.RTP_ENCRYPTION,
                profile.keyLength()), "AES");
        salt = from.derive(rtcp ? KeyDerivation.RTCP_SALT : KeyDerivation.RTP_SALT, profile.saltLength());
        tagLength = rtcp ? profile.rtcpTag() : profile.rtpOverhead();
        cipher = Cipher.getInstance("AES/CTR/NoPadding");
        mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(from.derive(rtcp ? KeyDerivation.RTCP_AUTHENTICATION : KeyDerivation.RTP_AUTHENTICATION,
                AUTHENTICATION_KEY), "HmacSHA1"));
    }

    @Override
    int protect(byte[] data, int start, int body, int end, int ssrc, long index, int trailer) throws GeneralSecurityException {
        crypt(data, body, end, ssrc, index);
        hash(data, start, end, trailer);
        System.arraycopy(hash, 0, data, end, tagLength);
        return end + tagLength;
    }

    @Override
    int unprotect(byte[] data, int start, int body, int tagAt, int end, int ssrc, long index, int trailer)
            throws GeneralSecurityException {
        hash(data, start, tagAt, trailer);
        int difference = 0; // looked at as a whole, so that time does not tell how much of a forged tag was right
        for (int i = 0; i < tagLength; i++) {
            difference |= hash[i] ^ data[tagAt + i];
        }
        if (difference != 0) {
            return -1;
        }
        crypt(data, body, tagAt, ssrc, index);
        return tagAt;
    }

    /** IV = (k_s * 2^16) XOR (SSRC * 2^64) XOR (i * 2^16). */
    private void crypt(byte[] data, int from, int to, int ssrc, long index) throws GeneralSecurityException {
        if (from == to) {
            return;
        }
        System.arraycopy(salt, 0, counter, 0, salt.length);
        counter[14] = 0;
        counter[15] = 0;
        for (int i = 0; i < 4; i++) {
            counter[4 + i] ^= (byte) (ssrc >>> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            counter[8 + i] ^= (byte) (index >>> 40 - 8 * i);
        }
        cipher.init(Cipher.ENCRYPT_MODE, key, new IvParameterSpec(counter));
        cipher.doFinal(data, from, to - from, data, from);
    }

    private void hash(byte[] data, int from, int to, int trailer) throws GeneralSecurityException {
        for (int i = 0; i < word.length; i++) {
            word[i] = (byte) (trailer >>> 24 - 8 * i);
        }
        mac.update(data, from, to - from);
        mac.update(word);
        mac.doFinal(hash, 0);
    }
}
