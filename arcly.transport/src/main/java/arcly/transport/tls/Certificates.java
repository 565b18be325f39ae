package arcly.transport.tls;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** All certificates of the process, by name. Any thread; {@link #put} and {@link #look} read files and belong on no loop. */
public final class Certificates {
    private final Path folder;
    private final CertificateEvents events;
    private final Map<String, WatchedCertificate> byName = new ConcurrentHashMap<>();

    /** @param folder from which relative paths are taken */
    public Certificates(Path folder, CertificateEvents events) {
        this.folder = folder;
        this.events = events;
    }

    /** Reads a certificate now, and whenever its files change. */
    public synchronized void put(String name, CertificateSettings settings) {
        WatchedCertificate before = byName.get(name);
        WatchedCertificate watched = new WatchedCertificate(name, settings, folder, before == null ? null : before.identity());
        byName.put(name, watched);
        tell(watched.load());
        events.changed();
    }

    public synchronized void remove(String name) {
        if (byName.remove(name) != null) {
            events.changed();
        }
    }

    /** Has files that were replaced read again. */
    public synchronized void look() {
        for (WatchedCertificate watched : byName.values()) {
            WatchedCertificate.Outcome outcome = watched.look();
            tell(outcome);
            if (outcome == WatchedCertificate.Outcome.LOADED) {
                events.changed();
            }
        }
    }

    private void tell(WatchedCertificate.Outcome outcome) {
        switch (outcome) {
            case LOADED -> events.loaded();
            case REFUSED -> events.refused();
            case NOTHING -> { }
        }
    }

    /** Empty if one of these can be used; otherwise what is missing, for people. */
    String missing(List<String> names) {
        if (names.isEmpty()) {
            return "no certificate is named for it";
        }
        for (String name : names) {
            WatchedCertificate watched = byName.get(name);
            if (watched != null && watched.identity() != null) {
                return "";
            }
        }
        String first = names.get(0);
        WatchedCertificate wanted = byName.get(first);
        return wanted != null && !wanted.isUnset() ? "the certificate of etc/arcly.tls~" + first + ".cfg cannot be used"
                : "there is no certificate; etc/arcly.tls~" + first + ".cfg says where it is, with the keys certificate and key";
    }

    /** For a client that asks for this host, in lower case; null if it asks for none. Null if there is no certificate at all. */
    Identity choose(List<String> names, String host) {
        Identity first = null;
        Identity wildcard = null;
        for (String name : names) {
            WatchedCertificate watched = byName.get(name);
            Identity identity = watched == null ? null : watched.identity();
            if (identity != null) {
                if (host != null && identity.isNamed(host)) {
                    return identity;
                }
                wildcard = wildcard == null && host != null && identity.isWildcardFor(host) ? identity : wildcard;
                first = first == null ? identity : first;
            }
        }
        return wildcard != null ? wildcard : first;
    }
}
