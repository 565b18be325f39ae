package arcly.itest.scene;

import arcly.api.stream.StreamKey;
import arcly.itest.Until;
import arcly.itest.peer.NumberedPlayer;
import arcly.itest.peer.NumberedPublisher;
import arcly.itest.peer.RtmpLink;
import java.util.List;

/** Clients caught at an awkward moment: in the middle of the handshake, of a message, and waiting for an access decision. */
final class Awkward {
    private static final long PATIENCE_SECONDS = 10;
    private static final long SEEN = 5;

    private final SlowPolicy policy;
    private final NumberedPublisher halted;
    private final String slow;
    private final int sent;
    private final RtmpLink half;
    private final NumberedPlayer pending;

    /** Stops them all where they are to be. */
    Awkward(int port, SlowPolicy policy, NumberedPublisher halting, int round) throws Exception {
        this.policy = policy;
        halted = halting;
        slow = "slow" + round;
        sent = 1 + (round * 613) % 1535;
        half = RtmpLink.open(port);
        half.handshakeBegin(sent);
        pending = NumberedPlayer.play(port, "live", slow);
        Until.holds("the policy is asked about " + slow, PATIENCE_SECONDS, () -> policy.asked(slow) == 1);
        halted.haltInMessage();
    }

    /** Lets them go on, and sees that they can. */
    void goOn() throws Exception {
        halted.goOn();
        policy.allow(slow, StreamKey.of("live", RtmpScene.NAME));
        half.handshakeEnd(sent);
        half.connect("live");
        try (NumberedPlayer late = NumberedPlayer.play(half, RtmpScene.NAME)) {
            for (NumberedPlayer player : List.of(pending, late)) {
                Until.holds(() -> "frames for a player that was interrupted: " + player.statuses() + ", " + player.closedBy(),
                        PATIENCE_SECONDS, () -> player.videoFrames() > SEEN && player.audioFrames() > SEEN);
                if (!player.faults().isEmpty()) {
                    throw new AssertionError("interrupted player: " + player.faults());
                }
            }
        } finally {
            pending.close();
        }
        if (policy.asked(slow) != 1) {
            throw new AssertionError("the policy was asked " + policy.asked(slow) + " times about " + slow);
        }
    }

}
