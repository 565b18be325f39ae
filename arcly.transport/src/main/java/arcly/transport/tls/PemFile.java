package arcly.transport.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A file of texts between BEGIN and END lines (RFC 7468): certificates, private keys. Faults are told with the file's path. */
final class PemFile {
    /** A chain has some kilobytes, a system's list of authorities some hundred. */
    private static final int MOST_BYTES = 4 << 20;

    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----(.*?)-----END \\1-----", Pattern.DOTALL);
    private static final String CERTIFICATE = "CERTIFICATE";
    private static final String KEY = "PRIVATE KEY";

    private final Path path;
    private final List<Block> blocks;

    private record Block(String label, String body) {
    }

    private PemFile(Path path, List<Block> blocks) {
        this.path = path;
        this.blocks = blocks;
    }

    static PemFile read(Path path) throws TlsFault {
        try {
            if (Files.size(path) > MOST_BYTES) {
                throw new TlsFault(path + " has more than " + MOST_BYTES + " bytes, which no certificate file has");
            }
            return of(path, Files.readString(path, StandardCharsets.ISO_8859_1)); // what is not ASCII stands between the blocks
        } catch (NoSuchFileException missing) {
            throw new TlsFault("there is no file " + path);
        } catch (IOException unreadable) {
            throw new TlsFault(path + " cannot be read: " + unreadable);
        }
    }

    static PemFile of(Path path, String text) {
        List<Block> blocks = new ArrayList<>();
        for (Matcher matcher = BLOCK.matcher(text); matcher.find();) {
            blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return new PemFile(path, blocks);
    }

    /** All certificates, in their order; at least one. */
    List<X509Certificate> certificates() throws TlsFault {
        List<X509Certificate> all = new ArrayList<>();
        for (Block block : blocks) {
            if (block.label().equals(CERTIFICATE)) {
                byte[] der = der(block);
                try {
                    CertificateFactory factory = CertificateFactory.getInstance("X.509");
                    all.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                } catch (GeneralSecurityException broken) {
                    throw new TlsFault("certificate " + (all.size() + 1) + " in " + path + " cannot be read: "
                            + broken.getMessage());
                }
            }
        }
        if (all.isEmpty()) {
            throw new TlsFault(path + " holds no certificate; a text between BEGIN CERTIFICATE and END CERTIFICATE is needed"
                    + " (PEM)");
        }
        return all;
    }

    /** The first private key. */
    PrivateKey privateKey() throws TlsFault {
        for (Block block : blocks) {
            if (block.label().endsWith(KEY)) {
                if (block.label().startsWith("ENCRYPTED") || block.body().contains("Proc-Type")) {
                    throw new TlsFault("the key in " + path + " is encrypted, and nobody is there to ask for its password;"
                            + " `openssl pkey -in " + path.getFileName() + " -out FILE` writes it without");
                }
                try {
                    return PrivateKeys.read(block.label(), der(block));
                } catch (GeneralSecurityException broken) {
                    throw new TlsFault("the key in " + path + " cannot be read: " + broken.getMessage());
                }
            }
        }
        throw new TlsFault(path + " holds no private key; PKCS #8 (BEGIN PRIVATE KEY), PKCS #1 (BEGIN RSA PRIVATE KEY) and"
                + " SEC 1 (BEGIN EC PRIVATE KEY) are read");
    }

    private byte[] der(Block block) throws TlsFault {
        try {
            return Base64.getMimeDecoder().decode(block.body());
        } catch (IllegalArgumentException broken) {
            throw new TlsFault(block.label() + " in " + path + " is not Base64: " + broken.getMessage());
        }
    }
}
