package arcly.rtmp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import arcly.api.access.Proof;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamKey;
import arcly.rtmp.Printable;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which stream a client means, and what it brings to be let in.
 *
 * <p>Clients cut {@code rtmp://host/live/studio/cam?key=secret} at different places: FFmpeg and librtmp send the application
 * {@code live/studio} and the name {@code cam?key=secret}, OBS whatever stands in its two fields, others {@code live/studio/cam}
 * and an empty name, or the query with the application. So application and name are put together first and cut here: up to the
 * first slash the application, behind it the name. Flash's name for an application's only instance, {@code _definst_}, says
 * nothing where it follows the application.
 *
 * @param proofs from {@code key}, {@code user} and {@code pass}, and {@code token} in a query; the name's goes before the
 *     application's, and that before tcUrl's
 */
public record StreamAddress(StreamKey key, List<Proof> proofs) {
    private static final String INSTANCE = "_definst_";
    private static final List<String> FILE_PREFIXES = List.of("mp4:", "flv:", "mp3:"); // Flash's; FFmpeg adds them too

    /** @throws StreamException MALFORMED if that is no stream */
    public static StreamAddress of(String tcUrl, String app, String name) {
        String path = strip(path(app)) + '/' + strip(withoutPrefix(path(name)));
        if (name.startsWith("rtmp://") || name.startsWith("rtmps://")) {
            path = withoutHost(path(name));
        }
        path = withoutInstance(strip(path));
        if (path.indexOf('/') < 0) {
            throw new StreamException(StreamException.Reason.MALFORMED, "'" + Printable.text(path)
                    + "' names no stream; rtmp://HOST/APP/NAME is wanted");
        }
        return new StreamAddress(StreamKey.parse(path), proofs(query(tcUrl, app, name)));
    }

    /** True if a query says {@code tracks=all}: for players that take several tracks of a kind and have no way to announce it. */
    static boolean asksForAllTracks(String tcUrl, String app, String name) {
        return "all".equals(query(tcUrl, app, name).get("tracks"));
    }

    private static Map<String, String> query(String tcUrl, String app, String name) {
        Map<String, String> query = new HashMap<>();
        List.of(tcUrl, app, name).forEach(part -> addQuery(part, query));
        return query;
    }

    private static String withoutInstance(String path) {
        int slash = path.indexOf('/');
        String behind = slash < 0 ? "" : path.substring(slash + 1);
        return behind.equals(INSTANCE) ? path.substring(0, slash)
                : behind.startsWith(INSTANCE + '/') ? path.substring(0, slash) + behind.substring(INSTANCE.length()) : path;
    }

    /** A URL for everybody to see: without user, password and query. */
    static String shown(String tcUrl) {
        String path = path(tcUrl);
        int host = path.indexOf("://") + 3;
        int slash = path.indexOf('/', host);
        int at = path.substring(0, slash < 0 ? path.length() : slash).lastIndexOf('@');
        return host < 3 || at < host ? path : path.substring(0, host) + path.substring(at + 1);
    }

    /** The part before a query, which may hold secrets. */
    static String path(String text) {
        int at = text.indexOf('?');
        return at < 0 ? text : text.substring(0, at);
    }

    /** The first segment: what arcly calls the application. */
    static String application(String app) {
        String path = strip(path(app));
        int slash = path.indexOf('/');
        return slash < 0 ? path : path.substring(0, slash);
    }

    /** True if the URL that a client was given names this machine, or none: only then may it count as local. */
    static boolean isLocalHost(String tcUrl, InetSocketAddress local) {
        String host = host(tcUrl);
        if (host.isEmpty() || host.equalsIgnoreCase("localhost")) {
            return true;
        }
        InetAddress address = local.getAddress();
        return host.equals("::1") || host.matches("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}")
                || address != null && host.equals(address.getHostAddress());
    }

    private static String host(String tcUrl) {
        int start = tcUrl.indexOf("://");
        if (start < 0) {
            return "";
        }
        String rest = tcUrl.substring(start + 3);
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? path(rest) : rest.substring(0, slash);
        authority = authority.substring(authority.lastIndexOf('@') + 1);
        if (authority.startsWith("[")) {
            int end = authority.indexOf(']');
            return end < 0 ? authority : authority.substring(1, end);
        }
        int colon = authority.indexOf(':');
        return colon < 0 ? authority : authority.substring(0, colon);
    }

    private static String withoutHost(String url) {
        int slash = url.indexOf('/', url.indexOf("://") + 3);
        return slash < 0 ? "" : url.substring(slash);
    }

    private static String withoutPrefix(String name) {
        return FILE_PREFIXES.stream().filter(name::startsWith).findFirst().map(p -> name.substring(p.length())).orElse(name);
    }

    private static String strip(String path) {
        int from = 0;
        int to = path.length();
        while (from < to && path.charAt(from) == '/') {
            from++;
        }
        while (to > from && path.charAt(to - 1) == '/') {
            to--;
        }
        return path.substring(from, to);
    }

    private static void addQuery(String text, Map<String, String> into) {
        int at = text.indexOf('?');
        if (at < 0) {
            return;
        }
        for (String pair : text.substring(at + 1).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                into.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
            }
        }
    }

    /** Percent signs decoded; a text in which they mean nothing is taken as it is, and a plus is a plus. */
    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
        } catch (IllegalArgumentException notEncoded) {
            return text;
        }
    }

    private static List<Proof> proofs(Map<String, String> query) {
        List<Proof> proofs = new ArrayList<>();
        if (query.containsKey("key")) {
            proofs.add(Proof.plain("", query.get("key")));
        }
        if (query.containsKey("pass")) {
            proofs.add(Proof.plain(query.getOrDefault("user", ""), query.get("pass")));
        }
        if (query.containsKey("token")) {
            proofs.add(Proof.bearer(query.get("token")));
        }
        return List.copyOf(proofs);
    }
}
