package arcly.core.access;

import arcly.api.access.AccessRequest;
import arcly.api.access.AccessRequest.Action;
import arcly.api.access.Decision;
import arcly.api.access.Proof;
import arcly.api.access.SecretSource;
import arcly.core.application.ApplicationSettings;
import arcly.core.board.Ranked;
import java.util.Optional;

/**
 * The end of every chain: who is on this machine may; else the secret that a source knows, or the application's key, decides;
 * without either a viewer may and a publisher may not.
 */
final class OwnRules {
    /** An attribute that marks the same publisher when it comes again. */
    static final String IDENTITY = "identity";
    private static final String NAME = "arcly.core";

    private final Ranked<SecretSource> secrets;

    OwnRules(Ranked<SecretSource> secrets) {
        this.secrets = secrets;
    }

    /** Without secret sources this calls no other bundle but the proofs' checks. */
    Verdict decide(AccessRequest request, ApplicationSettings settings) {
        if (request.isLoopback()) {
            return new Verdict(Decision.allow(), NAME + " (loopback)", "");
        }
        boolean publishes = request.action() == Action.PUBLISH;
        String setting = publishes ? "publish.key" : "play.key";
        String key = publishes ? settings.publishKey() : settings.playKey();
        boolean known = !key.isEmpty();
        for (Proof proof : request.proofs()) {
            Optional<String> secret = secret(request, proof);
            if (secret.isPresent() && proof.verify(secret.get())) {
                return allow("secret of '" + proof.user() + "'");
            }
            if (!key.isEmpty() && proof.verify(key)) {
                return allow(setting);
            }
            known |= secret.isPresent();
        }
        if (!publishes && !known) {
            return new Verdict(Decision.allow(), NAME + " (no play.key is set)", "");
        }
        String text = request.proofs().isEmpty() ? "no key was sent" : "the key that was sent is not the right one";
        String hint = key.isEmpty() ? "set " + setting + " in " + settings.file() + " and give that key to the client"
                : "the right one is " + setting + " in " + settings.file();
        return new Verdict(Decision.deny(text), NAME + " (" + setting + ")", hint);
    }

    private static Verdict allow(String by) {
        return new Verdict(Decision.allow().withAttribute(IDENTITY, by), NAME + " (" + by + ")", "");
    }

    private Optional<String> secret(AccessRequest request, Proof proof) {
        for (Ranked.Entry<SecretSource> source : secrets.all()) {
            Optional<String> secret = source.service().secret(request.action(), request.stream(), proof.user());
            if (secret.isPresent()) {
                return secret;
            }
        }
        return Optional.empty();
    }
}
