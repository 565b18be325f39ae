package arcly.deploy;

import java.util.Map;
import org.osgi.framework.Bundle;

/** What is known of the components in a bundle, by name. Any thread. */
@FunctionalInterface
interface Components {
    /** Where there is no Declarative Services. */
    Components NONE = bundle -> Map.of();

    /** How a component stands. */
    enum State { UP, WAITING, FAILED }

    /**
     * One component.
     *
     * @param text what it waits for, or why it failed; empty if it is up
     */
    record Standing(State state, String text) {
        static final Standing UP = new Standing(State.UP, "");
    }

    Map<String, Standing> of(Bundle bundle);
}
