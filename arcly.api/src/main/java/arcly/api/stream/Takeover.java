package arcly.api.stream;

/** What happens when somebody wants to publish where somebody already does. May grow: keep a default branch. */
public enum Takeover {
    /**
     * The newcomer is refused as BUSY. Except: a newcomer of the same identity (the same proof, else the same address) replaces a
     * publisher that has been silent for {@code takeover.stale}.
     */
    REJECT,
    /** The newcomer replaces the publisher; viewers stay. */
    REPLACE,
    /** The newcomer waits, its frames refused silently, and takes over when the publisher goes. */
    STANDBY
}
