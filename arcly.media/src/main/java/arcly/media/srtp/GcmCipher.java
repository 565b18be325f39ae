package arcly.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** AES-GCM (RFC 7714): the header is authenticated, the rest encrypted too. JCE allocates for each packet. */
final class GcmCipher extends PacketCipher {
    private static final int TAG = 16;
    private static final int IV = 12;

    private final boolean rtcp;
    private final SecretKeySpec key;
    private final byte[] salt;
    private final Cipher sealing;
    private final byte[] iv = new byte[IV];
    private final byte[] word = new byte[Integer.BYTES];

    /** @param key of the session */
    GcmCipher(byte[] key, byte[] salt, boolean rtcp) throws GeneralSecurityException {
        this.rtcp = rtcp;
        this.key = new SecretKeySpec(key, "AES");
        this.salt = salt;
        sealing = Cipher.getInstance("AES/GCM/NoPadding");
    }

    static GcmCipher derived(SrtpKeys keys, boolean rtcp) throws GeneralSecurityException {
        KeyDerivation from = new KeyDerivation(keys);
        return new GcmCipher(from.derive(rtcp ? KeyDerivation.RTCP_ENCRYPTION : KeyDerivation.RTP_ENCRYPTION,
                keys.profile().keyLength()), from.derive(rtcp ? KeyDerivation.RTCP_SALT : KeyDerivation.RTP_SALT, IV), rtcp);
    }

    @Override
    int protect(byte[] data, int start, int body, int end, int ssrc, long index, int trailer) throws GeneralSecurityException {
        begin(Cipher.ENCRYPT_MODE, data, start, body, ssrc, index, trailer);
        return body + sealing.doFinal(data, body, end - body, data, body);
    }

    @Override
    int unprotect(byte[] data, int start, int body, int tagAt, int end, int ssrc, long index, int trailer)
            throws GeneralSecurityException {
        begin(Cipher.DECRYPT_MODE, data, start, body, ssrc, index, trailer);
        try {
            return body + sealing.doFinal(data, body, end - body, data, body);
        } catch (AEADBadTagException forged) {
            return -1;
        }
    }

    /** 8.1: zeros 16, SSRC 32, ROC and sequence number 48; 9.1: zeros 16, SSRC 32, zeros 16, index 32. Both XOR the salt. */
    private void begin(int mode, byte[] data, int start, int body, int ssrc, long index, int trailer)
            throws GeneralSecurityException {
        System.arraycopy(salt, 0, iv, 0, IV);
        for (int i = 0; i < 4; i++) {
            iv[2 + i] ^= (byte) (ssrc >>> 24 - 8 * i);
        }
        for (int i = 0; i < 6; i++) {
            iv[6 + i] ^= (byte) (index >>> 40 - 8 * i);
        }
        sealing.init(mode, key, new GCMParameterSpec(TAG * Byte.SIZE, iv));
        sealing.updateAAD(data, start, body - start);
        if (rtcp) { // 9.2: E flag and index are authenticated too
            for (int i = 0; i < word.length; i++) {
                word[i] = (byte) (trailer >>> 24 - 8 * i);
            }
            sealing.updateAAD(word);
        }
    }
}
