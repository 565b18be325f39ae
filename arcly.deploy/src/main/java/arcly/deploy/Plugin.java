package arcly.deploy;

import java.time.Instant;
import org.osgi.framework.Bundle;

/**
 * One file of the plugins folder and what runs from it.
 *
 * @param file its name
 * @param hash of the content that runs; null if nothing does
 * @param bundle that runs; null if none does
 * @param since when it is up; null if nothing runs
 * @param takenOver connections that it took over from its predecessor
 * @param refusedHash of the content that was refused last; null if the last was taken or could not be read
 * @param problem what is wrong with the file as it lies there, or was at the last attempt; empty if nothing is
 * @param alone the problem may go away when another plug-in comes
 */
record Plugin(
        String file,
        String hash,
        Bundle bundle,
        Instant since,
        int takenOver,
        String refusedHash,
        String problem,
        boolean alone) {

    static Plugin running(String file, String hash, Bundle bundle, int takenOver) {
        return new Plugin(file, hash, bundle, Instant.now(), takenOver, null, "", false);
    }

    static Plugin refused(String file, String hash, String problem, boolean alone) {
        return new Plugin(file, null, null, null, 0, hash, problem, alone);
    }

    Plugin withProblem(String contentHash, String text, boolean mayHeal) {
        return new Plugin(file, hash, bundle, since, takenOver, contentHash, text, mayHeal);
    }

    Plugin withoutProblem() {
        return withProblem(null, "", false);
    }

    /** Of a file that was renamed. */
    Plugin named(String name) {
        return new Plugin(name, hash, bundle, since, takenOver, refusedHash, problem, alone);
    }

    /** There is a bundle, and nobody else has uninstalled it. */
    boolean isInstalled() {
        return bundle != null && bundle.getState() != Bundle.UNINSTALLED;
    }
}
