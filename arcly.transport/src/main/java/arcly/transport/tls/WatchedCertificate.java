package arcly.transport.tls;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A certificate and the files that it comes from. Guarded by its {@link Certificates}, but for {@link #identity}. */
final class WatchedCertificate {
    private static final Logger log = LoggerFactory.getLogger(WatchedCertificate.class);

    enum Outcome { NOTHING, LOADED, REFUSED }

    private final String name;
    private final CertificateSettings settings;
    private final Path certificate;
    private final Path key;
    private List<FileStamp> read; // what was taken, or refused
    private List<FileStamp> seen; // at the last look
    private volatile Identity identity; // null: none could be read yet

    /** @param before what is in force until this one can be read; null if nothing is */
    WatchedCertificate(String name, CertificateSettings settings, Path folder, Identity before) {
        this.name = name;
        this.settings = settings;
        certificate = folder.resolve(settings.certificate());
        key = settings.key().isEmpty() ? certificate : folder.resolve(settings.key());
        identity = isUnset() ? null : before;
    }

    boolean isUnset() {
        return settings.certificate().isEmpty();
    }

    Identity identity() {
        return identity;
    }

    private List<FileStamp> stamps() {
        return List.of(FileStamp.of(certificate), FileStamp.of(key));
    }

    /** Reads again what has changed and does not change any more: of two files, or a long one, half may be written. */
    Outcome look() {
        if (isUnset()) {
            return Outcome.NOTHING;
        }
        List<FileStamp> now = stamps();
        boolean settled = now.equals(seen);
        seen = now;
        return settled && !now.equals(read) ? load() : Outcome.NOTHING;
    }

    Outcome load() {
        if (isUnset()) {
            return Outcome.NOTHING;
        }
        read = stamps(); // before: what is written while it is read is noticed afterwards
        seen = read;
        try {
            Identity next = Identity.read(settings, certificate, key);
            identity = next;
            log.info("TLS certificate {}: {}", name, next);
            Instant now = Instant.now();
            if (next.expires().isBefore(now) || next.begins().isAfter(now)) {
                log.warn("TLS certificate {} in {} is not valid now, but from {} to {}: clients will refuse it", name,
                        certificate, next.begins(), next.expires());
            }
            return Outcome.LOADED;
        } catch (TlsFault | RuntimeException fault) { // a file may bring a security provider to throw anything
            log.error("TLS certificate {} (etc/arcly.tls~{}.cfg): {}{}", name, name,
                    fault instanceof TlsFault ? fault.getMessage() : fault,
                    identity == null ? "" : "; the one before stays in force");
            return Outcome.REFUSED;
        }
    }
}
