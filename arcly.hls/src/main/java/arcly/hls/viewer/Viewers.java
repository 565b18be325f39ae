package arcly.hls.viewer;

import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.Sessions;
import arcly.api.stream.StreamKey;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import java.util.function.ToIntFunction;

/**
 * The viewers, by ticket: what stands in the addresses they were given. A ticket is the session's id and a secret; the session
 * keeps the secret's hash, by which the next generation of this bundle knows its viewers again. Any thread.
 */
public final class Viewers {
    /** The name of the protocol that operators see. */
    public static final String PROTOCOL = "hls";
    static final String HASH = "hls.ticket";
    private static final int SECRET_BYTES = 16;
    private static final int SILENT_TARGETS = 3;
    private static final int LONGEST_TICKET = 64;
    /** Before the id of a session whose viewer has not come to this generation yet: no ticket begins like that. */
    private static final String SILENT = "?";

    private final Sessions sessions;
    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private final Map<String, Viewer> byTicket = new ConcurrentHashMap<>();

    public Viewers(Sessions sessions, LongSupplier nanoTime) {
        this.sessions = sessions;
        this.nanoTime = nanoTime;
    }

    /** A session that may play. @return its ticket */
    public String add(ClientSession session) {
        byte[] secret = new byte[SECRET_BYTES];
        random.nextBytes(secret);
        String ticket = session.id() + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        session.attribute(HASH, hash(ticket));
        byTicket.put(ticket, new Viewer(session, nanoTime.getAsLong()));
        return ticket;
    }

    /** Null if there is none, or not any more. */
    public Viewer find(String ticket) {
        Viewer known = byTicket.get(ticket);
        if (known == null && ticket.length() <= LONGEST_TICKET && ticket.indexOf('.') > 0) {
            known = adopt(ticket);
        }
        return known == null || known.isOver() ? null : known;
    }

    /** One of a former generation of this bundle. */
    private Viewer adopt(String ticket) {
        Session session = sessions.find(ticket.substring(0, ticket.indexOf('.'))).orElse(null);
        String hash = session == null || !session.protocol().equals(PROTOCOL) ? null : session.attributes().get(HASH);
        if (hash == null || !(session instanceof ClientSession client)
                || !MessageDigest.isEqual(hash.getBytes(StandardCharsets.UTF_8), hash(ticket).getBytes(StandardCharsets.UTF_8))) {
            return null;
        }
        Viewer heir = byTicket.remove(SILENT + session.id());
        return byTicket.computeIfAbsent(ticket, unused -> heir != null ? heir : new Viewer(client, nanoTime.getAsLong()));
    }

    /**
     * Called about once a second: ends those that have asked for nothing for three target durations.
     *
     * @param targetSeconds of a stream
     */
    public void tick(ToIntFunction<StreamKey> targetSeconds) {
        long now = nanoTime.getAsLong();
        byTicket.values().removeIf(each ->
                each.endIfSilent(now, SILENT_TARGETS * 1_000_000_000L * targetSeconds.applyAsInt(each.stream())));
    }

    /** Gives those that a former generation has let in, and that have not come here yet, their time, too. */
    public void adoptSilent() {
        Set<String> known = new HashSet<>();
        byTicket.keySet().forEach(each -> known.add(each.startsWith(SILENT) ? each.substring(1)
                : each.substring(0, each.indexOf('.'))));
        for (Session each : sessions.list()) {
            if (each.protocol().equals(PROTOCOL) && !known.contains(each.id()) && each instanceof ClientSession client
                    && each.attributes().containsKey(HASH)) {
                byTicket.put(SILENT + each.id(), new Viewer(client, nanoTime.getAsLong()));
            }
        }
    }

    public int size() {
        return byTicket.size();
    }

    private static String hash(String ticket) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(ticket.getBytes(StandardCharsets.UTF_8));
            return Base64.getUrlEncoder().withoutPadding().encodeToString(digest).substring(0, 22);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
