package arcly.rtmp.relay;

import static java.nio.charset.StandardCharsets.UTF_8;

import arcly.api.relay.RelayStatus.Direction;
import arcly.api.stream.StreamKey;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;

/** Makes a relay's plan of its configuration and a stream. */
final class RelayPlanner {
    private static final int NAME_BYTES = 6; // of the target's digest: one configuration has few

    private RelayPlanner() {
    }

    static RelayPlan push(String pid, StreamKey stream, Target target, RelaySettings settings) {
        RelayUrl url = target.at(stream);
        StreamKey there = url.key();
        boolean circular = there != null && (there.equals(stream)
                || settings.streams().stream().anyMatch(pattern -> pattern.isOpen() && pattern.matches(there)));
        return new RelayPlan(pid, Direction.PUSH, stream, url, dialPid(pid, stream, target), circular);
    }

    static RelayPlan pull(String pid, StreamKey stream, Target source) {
        RelayUrl url = source.at(stream);
        return new RelayPlan(pid, Direction.PULL, stream, url, dialPid(pid, stream, source), stream.equals(url.key()));
    }

    /** The same in every generation, different for each remote, and no secret. */
    private static String dialPid(String pid, StreamKey stream, Target target) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(target.text().getBytes(UTF_8));
            return pid + "/" + stream + "/" + HexFormat.of().formatHex(Arrays.copyOf(digest, NAME_BYTES));
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException(missing); // every Java platform has SHA-256
        }
    }
}
