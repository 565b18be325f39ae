package arcly.core.access;

import arcly.api.access.Decision;
import arcly.core.application.ApplicationSettings;
import arcly.core.board.Ranked;
import arcly.core.event.Faults;
import arcly.core.time.Timers;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One decision on its way through the chain. Lets go of the request, which holds the protocol's proofs, as soon as it is decided.
 */
final class Question {
    private static final Logger LOG = LoggerFactory.getLogger(Question.class);

    private final AccessChain chain;
    private final ApplicationSettings settings;
    private Request request; // guarded by this; null once decided
    private Consumer<Verdict> then;
    private Iterator<Ranked.Entry<AccessChain.Policy>> left; // null until it has begun
    private String asked = ""; // who is asked just now, for the log
    private Timers.Timer deadline;

    Question(AccessChain chain, Request request, ApplicationSettings settings, Consumer<Verdict> then) {
        this.chain = chain;
        this.request = request;
        this.settings = settings;
        this.then = then;
    }

    /** Begins if every required policy is there; else is called again when one has come. */
    void begin() {
        synchronized (this) {
            if (request == null || left != null) {
                return;
            }
            if (deadline == null) {
                deadline = chain.timers().after(settings.accessDeadline() * 1_000_000, this::tooLate);
                chain.waits(this); // first, so that a policy that comes just now is not missed
            }
            Set<String> missing = chain.missing(settings.accessRequired());
            if (!missing.isEmpty()) {
                asked = "required policy " + missing + ", which is absent";
                return;
            }
            left = chain.policies().iterator();
        }
        chain.waitsNoMore(this);
        if (chain.isBare()) {
            conclude();
        } else {
            goOn();
        }
    }

    private void goOn() {
        try {
            chain.executor().execute(this::askNext);
        } catch (RuntimeException e) {
            decided(Verdict.deny("arcly.core", "no decision can be made now"));
        }
    }

    private void askNext() {
        Request about;
        AccessChain.Policy policy;
        synchronized (this) {
            about = request;
            if (about == null) {
                return;
            }
            policy = left.hasNext() ? left.next().service() : null;
            asked = policy == null ? "the secret sources" : "policy " + policy;
        }
        if (policy == null) {
            conclude();
            return;
        }
        try {
            CompletionStage<Decision> stage = policy.service().decide(about);
            stage.whenComplete((decision, fault) -> answered(policy.toString(), decision,
                    fault == null ? null : Faults.text(fault)));
        } catch (Throwable e) { // whatever a policy throws, an Error of its linkage too, and null for a stage
            answered(policy.toString(), null, Faults.text(e));
        }
    }

    /** @param fault a text: the Throwable would hold the policy's classes */
    private void answered(String policy, Decision decision, String fault) {
        if (decision == null) {
            chain.counters().count("access.faults");
            LOG.warn("access policy {} failed and so denies: {}", policy, fault == null ? "it answered null" : fault);
            decided(Verdict.deny(policy, "access could not be decided"));
            return;
        }
        switch (decision.kind()) {
            case ALLOW, DENY -> decided(new Verdict(decision, policy, ""));
            case ABSTAIN -> goOn();
            default -> decided(Verdict.deny(policy, "access could not be decided"));
        }
    }

    private void conclude() {
        Request about;
        synchronized (this) {
            about = request;
        }
        if (about == null) {
            return;
        }
        try {
            decided(chain.ownRules().decide(about, settings));
        } catch (Throwable e) { // a secret source's, or a proof's
            chain.counters().count("access.faults");
            LOG.warn("a secret source or a proof failed, which denies: {}", Faults.text(e));
            decided(Verdict.deny("arcly.core", "access could not be decided"));
        }
    }

    private void tooLate() {
        String whom;
        synchronized (this) {
            whom = asked;
        }
        chain.counters().count("access.deadline");
        decided(new Verdict(Decision.deny("access was not decided in time"), whom, "no answer within access.deadline, "
                + settings.accessDeadline() + " ms, set in " + settings.file()));
    }

    private void decided(Verdict verdict) {
        Request about;
        Consumer<Verdict> tell;
        synchronized (this) {
            about = request;
            tell = then;
            request = null;
            then = null;
        }
        if (about == null) {
            return; // decided before: this one came too late
        }
        deadline.cancel();
        chain.waitsNoMore(this);
        if (!verdict.isAllowed()) {
            chain.counters().count("access.denied");
            LOG.warn("{} is refused by {}: {}{}", about, verdict.by(), verdict.decision().text(),
                    verdict.hint().isEmpty() ? "" : "; " + verdict.hint());
        }
        tell.accept(verdict);
    }
}
