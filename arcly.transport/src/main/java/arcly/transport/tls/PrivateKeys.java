package arcly.transport.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;

/**
 * Private keys in DER. The Java platform reads PKCS #8 (RFC 5958); the older forms, PKCS #1 for RSA (RFC 8017, A.1.2) and
 * SEC 1 for elliptic curves (RFC 5915), are put into one.
 */
final class PrivateKeys {
    private static final int INTEGER = 0x02;
    private static final int OCTETS = 0x04;
    private static final int SEQUENCE = 0x30;
    private static final int PARAMETERS = 0xA0; // [0] of ECPrivateKey: the curve

    private static final byte[] RSA = hex("06092a864886f70d0101010500"); // rsaEncryption, parameters NULL
    private static final byte[] EC = hex("06072a8648ce3d0201"); // id-ecPublicKey; the curve's OID follows

    /** Beginnings of an AlgorithmIdentifier, and who reads such keys. */
    private static final Map<String, String> ALGORITHMS = Map.of(
            "06092a864886f70d010101", "RSA", "06092a864886f70d01010a", "RSASSA-PSS", "06072a8648ce3d0201", "EC",
            "06032b6570", "EdDSA", "06032b6571", "EdDSA");

    private PrivateKeys() {
    }

    /** @param label of the PEM text */
    static PrivateKey read(String label, byte[] der) throws GeneralSecurityException {
        return switch (label) {
            case "PRIVATE KEY" -> pkcs8(der);
            case "RSA PRIVATE KEY" -> pkcs8(wrapped(RSA, der));
            case "EC PRIVATE KEY" -> pkcs8(wrapped(join(EC, curve(der)), der));
            default -> throw new InvalidKeySpecException("a " + label + " is none that TLS uses");
        };
    }

    /** True if what the one signs the other verifies. */
    static boolean belong(PrivateKey key, PublicKey certified) throws GeneralSecurityException {
        String algorithm = switch (key.getAlgorithm()) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA", "Ed25519", "Ed448" -> "EdDSA";
            default -> "";
        };
        if (algorithm.isEmpty()) {
            return true; // RSASSA-PSS names its parameters in the key: the handshake will tell
        }
        if (!key.getAlgorithm().equals(certified.getAlgorithm())) {
            return false;
        }
        byte[] anything = hex("6172636c79");
        Signature signing = Signature.getInstance(algorithm);
        signing.initSign(key);
        signing.update(anything);
        byte[] signed = signing.sign();
        Signature verifying = Signature.getInstance(algorithm);
        verifying.initVerify(certified);
        verifying.update(anything);
        return verifying.verify(signed);
    }

    private static PrivateKey pkcs8(byte[] der) throws GeneralSecurityException {
        Der outer = new Der(der, 0).expect(SEQUENCE);
        Der identifier = outer.first().expect(INTEGER).next().expect(SEQUENCE);
        String algorithm = HexFormat.of().formatHex(identifier.body());
        for (Map.Entry<String, String> known : ALGORITHMS.entrySet()) {
            if (algorithm.startsWith(known.getKey())) {
                return KeyFactory.getInstance(known.getValue()).generatePrivate(new PKCS8EncodedKeySpec(der));
            }
        }
        throw new InvalidKeySpecException("its algorithm " + algorithm + " is none of RSA, EC, Ed25519 and Ed448");
    }

    /** ECPrivateKey: version, key, [0] curve, [1] public key. */
    private static byte[] curve(byte[] der) throws InvalidKeySpecException {
        Der part = new Der(der, 0).expect(SEQUENCE).first().expect(INTEGER).next().expect(OCTETS);
        if (!part.hasNext()) {
            throw new InvalidKeySpecException("it does not name its curve");
        }
        return part.next().expect(PARAMETERS).body();
    }

    private static byte[] wrapped(byte[] algorithm, byte[] key) {
        return tlv(SEQUENCE, join(join(hex("020100"), tlv(SEQUENCE, algorithm)), tlv(OCTETS, key)));
    }

    private static byte[] tlv(int tag, byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(body.length + 6);
        out.write(tag);
        if (body.length < 0x80) {
            out.write(body.length);
        } else if (body.length < 0x100) {
            out.write(0x81);
            out.write(body.length);
        } else {
            out.write(body.length < 0x1_0000 ? 0x82 : 0x83);
            if (body.length >= 0x1_0000) {
                out.write(body.length >> 16);
            }
            out.write(body.length >> 8);
            out.write(body.length);
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    private static byte[] join(byte[] first, byte[] second) {
        byte[] both = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
