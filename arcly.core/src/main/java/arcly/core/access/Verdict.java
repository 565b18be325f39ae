package arcly.core.access;

import arcly.api.access.Decision;

/**
 * What the chain came to.
 *
 * @param decision ALLOW or DENY
 * @param by who decided, for the log
 * @param hint what an operator may do about it, for the log only; empty if there is nothing to say
 */
public record Verdict(Decision decision, String by, String hint) {
    static Verdict deny(String by, String text) {
        return new Verdict(Decision.deny(text), by, "");
    }

    public boolean isAllowed() {
        return decision.kind() == Decision.Kind.ALLOW;
    }
}
