package arcly.core.access;

import arcly.api.access.AccessPolicy;
import arcly.api.access.SecretSource;
import arcly.core.application.HostedApplication;
import arcly.core.board.Ranked;
import arcly.core.event.Counters;
import arcly.core.time.Timers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * Asks the policies, highest ranking first, then the kernel's own rules. The first that allows or denies decides. Whatever goes
 * wrong (a policy throws, has no answer in time, answers null; a required one is absent) denies. Any thread; never blocks.
 */
public final class AccessChain {
    private final Timers timers;
    private final Counters counters;
    private final Executor executor;
    private final Ranked<Policy> policies = new Ranked<>();
    private final Map<AccessPolicy, Policy> byService = new IdentityHashMap<>(); // guarded by this
    private final Ranked<SecretSource> secrets = new Ranked<>();
    private final OwnRules ownRules = new OwnRules(secrets);
    private final Set<Question> waiting = ConcurrentHashMap.newKeySet(); // for a required policy

    /** @param executor calls policies and secret sources */
    public AccessChain(Timers timers, Counters counters, Executor executor) {
        this.timers = timers;
        this.counters = counters;
        this.executor = executor;
    }

    /**
     * @param name by which applications require it; may be empty
     * @param bundle bundle and version, for the log
     */
    public void add(AccessPolicy policy, int ranking, String name, String bundle) {
        Policy added = new Policy(policy, name, bundle);
        synchronized (this) {
            byService.put(policy, added);
        }
        policies.add(added, ranking, bundle);
        new ArrayList<>(waiting).forEach(Question::begin);
    }

    /** When this returns, nothing of the policy is referenced from here. */
    public void remove(AccessPolicy policy) {
        Policy removed;
        synchronized (this) {
            removed = byService.remove(policy);
        }
        if (removed != null) {
            policies.remove(removed);
        }
    }

    public void add(SecretSource source, int ranking, String bundle) {
        secrets.add(source, ranking, bundle);
    }

    /** When this returns, nothing of the source is referenced from here. */
    public void remove(SecretSource source) {
        secrets.remove(source);
    }

    /** Decides; {@code then} is called once, in whoever's thread, at the latest when the application's deadline is over. */
    public void decide(Request request, HostedApplication application, Consumer<Verdict> then) {
        new Question(this, request, application.settings(), then).begin();
    }

    // ---- what a question needs

    Timers timers() {
        return timers;
    }

    Counters counters() {
        return counters;
    }

    Executor executor() {
        return executor;
    }

    OwnRules ownRules() {
        return ownRules;
    }

    List<Ranked.Entry<Policy>> policies() {
        return policies.all();
    }

    /** Nobody but the kernel has a say. */
    boolean isBare() {
        return policies.isEmpty() && secrets.isEmpty();
    }

    /** The required ones that are not there. */
    Set<String> missing(Set<String> required) {
        Set<String> missing = new HashSet<>(required);
        policies.all().forEach(entry -> missing.remove(entry.service().name()));
        return missing;
    }

    void waits(Question question) {
        waiting.add(question);
    }

    void waitsNoMore(Question question) {
        waiting.remove(question);
    }

    /** A policy as it was registered. */
    record Policy(AccessPolicy service, String name, String bundle) {
        @Override
        public String toString() {
            return name.isEmpty() ? bundle : name + " of " + bundle;
        }
    }
}
