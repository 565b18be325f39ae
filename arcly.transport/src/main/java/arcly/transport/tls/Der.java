package arcly.transport.tls;

import java.security.spec.InvalidKeySpecException;
import java.util.Arrays;

/** One element of DER (X.690, 8.1): tag, length, body. Immutable. */
final class Der {
    private final byte[] bytes;
    private final int tag;
    private final int start; // of the body
    private final int end;

    Der(byte[] bytes, int at) throws InvalidKeySpecException {
        this.bytes = bytes;
        tag = octet(at);
        int length = octet(at + 1);
        int from = at + 2;
        if (length > 0x80 && length <= 0x83) { // longer ones than 16 MB are no keys
            int octets = length - 0x80;
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = length << 8 | octet(from++);
            }
        } else if (length >= 0x80) {
            throw new InvalidKeySpecException("length " + Integer.toHexString(length) + " at byte " + (at + 1) + " of its DER");
        }
        if (length > bytes.length - from) {
            throw new InvalidKeySpecException("it ends " + (length - (bytes.length - from)) + " bytes early");
        }
        start = from;
        end = from + length;
    }

    private int octet(int at) throws InvalidKeySpecException {
        if (at >= bytes.length) {
            throw new InvalidKeySpecException("it ends early, at byte " + at);
        }
        return bytes[at] & 0xFF;
    }

    Der expect(int wanted) throws InvalidKeySpecException {
        if (tag != wanted) {
            throw new InvalidKeySpecException("tag " + Integer.toHexString(tag) + " before byte " + start + " of its DER, where "
                    + Integer.toHexString(wanted) + " should be");
        }
        return this;
    }

    byte[] body() {
        return Arrays.copyOfRange(bytes, start, end);
    }

    /** The first element inside. */
    Der first() throws InvalidKeySpecException {
        return new Der(bytes, start);
    }

    boolean hasNext() {
        return end < bytes.length;
    }

    Der next() throws InvalidKeySpecException {
        return new Der(bytes, end);
    }
}
