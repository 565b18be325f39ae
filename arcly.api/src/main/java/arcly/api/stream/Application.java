package arcly.api.stream;

import java.time.Duration;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;

/**
 * A named space of streams with limits of its own: one ConfigAdmin factory instance of PID {@value #PID} each, changed live. Only
 * arcly.core implements it. The values are those in force when they are asked for.
 */
@ProviderType
public interface Application {
    /** Factory PID of applications. */
    String PID = "arcly.application";

    String name();

    Takeover takeover();

    /** How long a stream waits for a lost publisher. */
    Duration grace();

    int mostStreams();

    int mostReadersPerStream();

    /** Names of the access policies without which nobody is let in. */
    Set<String> requiredPolicies();

    /** Streams of this application that are live now. */
    int streams();

    /** An extra of the application's configuration that a bundle other than the core understands; null if not set. */
    String setting(String key);
}
