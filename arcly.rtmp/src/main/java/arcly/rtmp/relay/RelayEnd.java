package arcly.rtmp.relay;

import arcly.api.relay.RelayState;

/**
 * Why a connection of a relay came to its end.
 *
 * @param state of the relay until the next attempt
 * @param text for people, without secrets
 * @param next what follows
 * @param moved where to go then; null: where it is configured to go
 * @param auth what the application gets behind it then; empty: nothing
 */
record RelayEnd(RelayState state, String text, Next next, RelayUrl moved, String auth) {
    /** What follows. */
    enum Next {
        /** Another attempt, after a while. */
        RETRY,
        /** Another attempt, now: the remote asked for it. */
        AT_ONCE,
        /** Nothing: there is nothing left to relay. */
        OVER,
        /** Nothing, although there is something to relay: it would be in vain, or is not to be. */
        STAY
    }

    static RelayEnd retry(RelayState state, String text) {
        return new RelayEnd(state, text, Next.RETRY, null, "");
    }

    static RelayEnd atOnce(RelayUrl moved, String text) {
        return new RelayEnd(RelayState.CONNECTING, text, Next.AT_ONCE, moved, "");
    }

    /** The remote wants to know who we are. */
    static RelayEnd askedWho(String auth) {
        return new RelayEnd(RelayState.CONNECTING, "the remote asks for user and password", Next.AT_ONCE, null, auth);
    }

    static RelayEnd over(String text) {
        return new RelayEnd(RelayState.WAITING, text, Next.OVER, null, "");
    }

    static RelayEnd misconfigured(String text) {
        return new RelayEnd(RelayState.MISCONFIGURED, text, Next.STAY, null, "");
    }

    /** The server stops, or this part of it. */
    static RelayEnd drained(String text) {
        return new RelayEnd(RelayState.WAITING, text, Next.STAY, null, "");
    }
}
