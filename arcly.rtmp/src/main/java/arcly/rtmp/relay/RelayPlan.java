package arcly.rtmp.relay;

import arcly.api.relay.RelayStatus;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.stream.StreamKey;

/**
 * What one relay is to do.
 *
 * @param name the PID of its configuration
 * @param dialPid under which its connection is handed over: one per configuration, stream and remote
 * @param circular if the remote is this very server, the relay would feed itself
 */
record RelayPlan(String name, Direction direction, StreamKey stream, RelayUrl url, String dialPid, boolean circular) {

    boolean isPush() {
        return direction == Direction.PUSH;
    }

    RelayStatus.Builder status() {
        return RelayStatus.of(name, direction, stream.toString(), url.shown());
    }

    /** For the log. */
    @Override
    public String toString() {
        return isPush() ? name + ": push of " + stream + " to " + url.shown() : name + ": pull of " + stream + " from "
                + url.shown();
    }
}
