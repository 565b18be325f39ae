package arcly.rtmp.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.rtmp.session.StreamAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * A stream on another server: {@code rtmp[s]://[USER:PASSWORD@]HOST[:PORT]/APP/NAME[?QUERY]}.
 *
 * <p>Only {@link #shown} is for logs and consoles. User, password and query are secrets, and so is the name where it was written
 * out in a push's target: services take it for the key.
 *
 * @param name with the query, as servers want it at publish and play
 */
record RelayUrl(boolean secure, String host, int port, String user, String password, String app, String name,
        boolean nameIsSecret) {
    static final String ALLOWED = "rtmp://HOST/APP/NAME and rtmps://HOST/APP/NAME, with USER:PASSWORD@ before and :PORT behind"
            + " HOST, and ?QUERY at the end";
    private static final int PORT = 1935;
    private static final int SECURE_PORT = 443; // as FFmpeg and librtmp have it
    private static final String HIDDEN = "***";

    /**
     * @param appSegments how many segments of the path are the application; the others are the name
     * @throws IllegalArgumentException if it is none; the message holds nothing of it
     */
    static RelayUrl parse(String text, int appSegments, boolean nameIsSecret) {
        String lower = text.toLowerCase(Locale.ROOT);
        boolean secure = lower.startsWith("rtmps://");
        if (!secure && !lower.startsWith("rtmp://")) {
            throw new IllegalArgumentException("neither rtmp:// nor rtmps://");
        }
        String rest = text.substring(text.indexOf("://") + 3);
        int slash = rest.indexOf('/');
        if (slash < 0) {
            throw new IllegalArgumentException("no application and name");
        }
        String path = rest.substring(slash + 1);
        int end = applicationEnd(path, appSegments);
        String authority = rest.substring(0, slash);
        int at = authority.lastIndexOf('@');
        String userInfo = at < 0 ? "" : authority.substring(0, at);
        int colon = userInfo.indexOf(':');
        String place = authority.substring(at + 1);
        int portAt = place.indexOf(':', place.lastIndexOf(']') + 1);
        String host = portAt < 0 ? place : place.substring(0, portAt);
        host = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        if (host.isEmpty()) {
            throw new IllegalArgumentException("no host");
        }
        int port = portAt < 0 ? (secure ? SECURE_PORT : PORT) : port(place.substring(portAt + 1));
        return new RelayUrl(secure, host, port, decoded(colon < 0 ? userInfo : userInfo.substring(0, colon)),
                colon < 0 ? "" : decoded(userInfo.substring(colon + 1)), path.substring(0, end), path.substring(end + 1),
                nameIsSecret);
    }

    private static int applicationEnd(String path, int appSegments) {
        int query = path.indexOf('?');
        int limit = query < 0 ? path.length() : query;
        int end = -1;
        for (int i = 0; i < appSegments; i++) {
            end = path.indexOf('/', end + 1);
            if (end < 0 || end >= limit - 1) {
                throw new IllegalArgumentException("fewer than " + (appSegments + 1) + " segments of application and name");
            }
        }
        if (end == 0) {
            throw new IllegalArgumentException("no application");
        }
        return end;
    }

    private static int port(String text) {
        int port = text.matches("[0-9]{1,5}") ? Integer.parseInt(text) : 0;
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException("the port is not between 1 and 65535");
        }
        return port;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    /** Of the connect command: the address of the application. */
    String tcUrl() {
        return server() + "/" + app;
    }

    private String server() {
        boolean usual = port == (secure ? SECURE_PORT : PORT);
        return (secure ? "rtmps://" : "rtmp://") + (host.indexOf(':') < 0 ? host : "[" + host + "]") + (usual ? "" : ":" + port);
    }

    /** For everybody to see. */
    String shown() {
        return tcUrl() + "/" + (nameIsSecret ? HIDDEN : path(name));
    }

    private static String path(String name) {
        int query = name.indexOf('?');
        return query < 0 ? name : name.substring(0, query);
    }

    boolean hasUser() {
        return !user.isEmpty();
    }

    /** What somebody else wrote, who may have repeated a secret, made fit to be shown. */
    String scrubbed(String text) {
        List<String> secrets = new ArrayList<>(List.of(user, password));
        int query = name.indexOf('?');
        if (query >= 0) {
            secrets.add(name.substring(query + 1));
            for (String pair : name.substring(query + 1).split("&")) {
                secrets.add(pair.substring(pair.indexOf('=') + 1));
                secrets.add(decoded(pair.substring(pair.indexOf('=') + 1)));
            }
        }
        if (nameIsSecret) {
            secrets.add(path(name));
        }
        String clean = text;
        secrets.sort(Comparator.comparingInt(String::length).reversed());
        for (String secret : secrets) {
            clean = secret.isEmpty() ? clean : clean.replace(secret, HIDDEN);
        }
        return clean;
    }

    /**
     * Where a server asks its client to go (Enhanced RTMP, reconnect request; a redirection at connect): another server, and
     * perhaps another application, never without TLS where there was some.
     *
     * @throws IllegalArgumentException if it cannot be gone to; the message is for people
     */
    RelayUrl moved(String tcUrl) {
        if (tcUrl.isEmpty()) {
            return this;
        }
        String whole = tcUrl.startsWith("//") ? (secure ? "rtmps:" : "rtmp:") + tcUrl
                : tcUrl.startsWith("/") ? server() + tcUrl : tcUrl;
        String application = whole.endsWith("/") ? whole.substring(0, whole.length() - 1) : whole;
        int segments = (int) application.substring(application.indexOf("://") + 3).chars().filter(c -> c == '/').count();
        RelayUrl to = parse(application + "/-", Math.max(1, segments), nameIsSecret); // a segment for the name, which stays
        if (secure && !to.secure) {
            throw new IllegalArgumentException("to go on without TLS, at " + to.server());
        }
        return new RelayUrl(to.secure, to.host, to.port, user, password, to.app, name, nameIsSecret);
    }

    /** Which stream this would be on an arcly server; null if it could not be one. */
    StreamKey key() {
        try {
            return StreamAddress.of(tcUrl(), app, name).key();
        } catch (StreamException other) {
            return null;
        }
    }

    /** No secrets: it may come into any message. */
    @Override
    public String toString() {
        return shown();
    }
}
