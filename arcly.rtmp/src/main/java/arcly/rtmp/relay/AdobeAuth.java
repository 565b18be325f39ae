package arcly.rtmp.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * The password check of Adobe's servers ({@code authmod=adobe}). Nothing official describes it; FFmpeg and librtmp do it so: the
 * first connect is refused with "need auth", the second names the user in the application's query and is refused with salt and
 * challenge, the third brings the response.
 */
final class AdobeAuth {
    private static final String MODE = "authmod=adobe";

    private AdobeAuth() {
    }

    /** True if the refusal asks for this check. */
    static boolean isAskedFor(String refusal) {
        return refusal.contains("code=403 need auth") && refusal.contains(MODE);
    }

    /** True if the refusal brings salt and challenge. */
    static boolean isChallenge(String refusal) {
        return refusal.contains("reason=needauth") && refusal.contains(MODE);
    }

    /** What the application gets behind it at the second connect. */
    static String name(String user) {
        return "?" + MODE + "&user=" + URLEncoder.encode(user, UTF_8);
    }

    /** What the application gets behind it at the third connect. */
    static String answer(String user, String password, String refusal, RandomGenerator random) {
        return answer(user, password, refusal, String.format("%08x", random.nextInt()));
    }

    static String answer(String user, String password, String refusal, String ownChallenge) {
        Map<String, String> asked = parameters(refusal);
        String opaque = asked.get("opaque");
        String challenge = asked.getOrDefault("challenge", "");
        String secret = digest(user + asked.getOrDefault("salt", "") + password);
        String response = digest(secret + (opaque == null ? challenge : opaque) + ownChallenge);
        return name(user) + "&challenge=" + ownChallenge + "&response=" + response + (opaque == null ? "" : "&opaque=" + opaque);
    }

    /** Those behind the question mark; a value may end with the padding of Base64. */
    private static Map<String, String> parameters(String refusal) {
        Map<String, String> found = new HashMap<>();
        String query = refusal.substring(refusal.indexOf('?') + 1);
        int end = query.indexOf(' ');
        for (String pair : (end < 0 ? query : query.substring(0, end)).split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                found.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return found;
    }

    private static String digest(String text) {
        try {
            return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(text.getBytes(UTF_8)));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every Java platform has MD5
        }
    }
}
