package arcly.media.srtp;

import java.security.GeneralSecurityException;
import javax.crypto.Cipher;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** Session keys from a master key (RFC 3711, 4.3; RFC 6188, 2 for 256 bits), with a key derivation rate of 0. */
final class KeyDerivation {
    static final int RTP_ENCRYPTION = 0;
    static final int RTP_AUTHENTICATION = 1;
    static final int RTP_SALT = 2;
    static final int RTCP_ENCRYPTION = 3;
    static final int RTCP_AUTHENTICATION = 4;
    static final int RTCP_SALT = 5;

    private static final int BLOCK = 16;
    private static final int LABEL_AT = 7; // of 14 bytes: the label stands before an index of 48 bits, which is 0

    private final SrtpKeys master;

    KeyDerivation(SrtpKeys master) {
        this.master = master;
    }

    /** AES in counter mode over zeros; a salt of 96 bits is filled up with zeros at its end (RFC 7714, 11). */
    byte[] derive(int label, int length) {
        byte[] counter = new byte[BLOCK];
        byte[] salt = master.salt();
        System.arraycopy(salt, 0, counter, 0, salt.length);
        counter[LABEL_AT] ^= (byte) label;
        try {
            Cipher cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(master.key(), "AES"), new IvParameterSpec(counter));
            return cipher.doFinal(new byte[length]);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
