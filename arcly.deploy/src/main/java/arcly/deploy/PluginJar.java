package arcly.deploy;

import arcly.deploy.Refusal.Cure;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.jar.Attributes;
import java.util.jar.Manifest;
import java.util.regex.Pattern;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;

/**
 * The content of a jar from the plugins folder: what is validated here is what will be installed, whatever becomes of the file.
 */
final class PluginJar {
    /** Read into memory while it is deployed; the largest plug-in known of, one with native code for five systems, has 40 MiB. */
    private static final long LARGEST = 256L << 20;
    private static final Pattern SINGLETON = Pattern.compile(";\\s*singleton\\s*:=\\s*\"?true\\b");

    private final String file;
    private final byte[] bytes;
    private final String hash;
    private final String symbolicName;
    private final Version version;
    private final boolean singleton;

    private PluginJar(String file, byte[] bytes) throws Refusal {
        this.file = file;
        this.bytes = bytes;
        hash = hash(bytes);
        Attributes headers = headers(WholeZip.manifestOf(bytes));
        String name = headers.getValue(Constants.BUNDLE_SYMBOLICNAME);
        if (name == null || !"2".equals(headers.getValue(Constants.BUNDLE_MANIFESTVERSION))) {
            throw new Refusal(Cure.CHANGE, "it is a jar but not a bundle: its manifest needs " + Constants.BUNDLE_MANIFESTVERSION
                    + ": 2 and a " + Constants.BUNDLE_SYMBOLICNAME);
        }
        String host = headers.getValue(Constants.FRAGMENT_HOST);
        if (host != null) {
            throw new Refusal(Cure.CHANGE, "it is a fragment of " + clause(host)
                    + ": a plug-in is a bundle of its own, as a fragment becomes part of its host only when that is refreshed");
        }
        symbolicName = clause(name);
        singleton = SINGLETON.matcher(name).find();
        try {
            version = Version.parseVersion(headers.getValue(Constants.BUNDLE_VERSION));
        } catch (IllegalArgumentException wrong) {
            throw new Refusal(Cure.CHANGE, Constants.BUNDLE_VERSION + " in its manifest: " + wrong.getMessage());
        }
    }

    /**
     * Reads and validates the file, as far as that can be done without the framework.
     *
     * @throws Refusal REST if it may still be being written
     * @throws IOException if it cannot be read
     */
    static PluginJar read(Path path) throws IOException, Refusal {
        long size = Files.size(path);
        if (size > LARGEST) {
            throw new Refusal(Cure.CHANGE, "it has " + (size >> 20) + " MiB; at most " + (LARGEST >> 20) + " are read");
        }
        return new PluginJar(path.getFileName().toString(), Files.readAllBytes(path));
    }

    /** Its name in the folder. */
    String file() {
        return file;
    }

    InputStream content() {
        return new ByteArrayInputStream(bytes);
    }

    /** Of the content; two jars of the same hash are the same. */
    String hash() {
        return hash;
    }

    String symbolicName() {
        return symbolicName;
    }

    Version version() {
        return version;
    }

    /** The framework resolves only one bundle of this name at a time. */
    boolean isSingleton() {
        return singleton;
    }

    @Override
    public String toString() {
        return symbolicName + " " + version;
    }

    private static Attributes headers(byte[] manifest) throws Refusal {
        try {
            return new Manifest(new ByteArrayInputStream(manifest)).getMainAttributes();
        } catch (IOException wrong) {
            throw new Refusal(Cure.CHANGE, "its manifest cannot be read: " + wrong.getMessage());
        }
    }

    private static String clause(String header) {
        return header.split(";", 2)[0].trim();
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            return HexFormat.of().formatHex(digest, 0, 10);
        } catch (NoSuchAlgorithmException never) {
            throw new IllegalStateException(never); // every Java platform has SHA-256
        }
    }
}
