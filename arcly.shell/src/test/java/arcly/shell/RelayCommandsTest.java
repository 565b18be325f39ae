package arcly.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcly.api.relay.RelayState;
import arcly.api.relay.RelayStatus;
import arcly.api.relay.RelayStatus.Direction;
import arcly.api.relay.Relays;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class RelayCommandsTest {
    private static final Instant NOW = Instant.ofEpochSecond(1_000_000);
    private static final String HEAD = "RELAY DIRECTION STREAM REMOTE STATE SINCE ATTEMPTS NEXT IN BYTES LAG SKIPPED LAST ERROR";

    private final RelayCommands shell = new RelayCommands(Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void listsTheRelaysOfEveryProtocolByName() {
        shell.addRelays(() -> List.of(
                RelayStatus.of("arcly.rtmp.push~cdn", Direction.PUSH, "live/cam", "rtmp://cdn/live/cam")
                        .state(RelayState.SLOW, NOW.minusSeconds(5)).figures(2_000, 1_500_000_000L, 40).build()));
        shell.addRelays(() -> List.of(
                RelayStatus.of("arcly.rtmp.pull~a", Direction.PULL, "live/a", "rtmp://origin/live/a")
                        .state(RelayState.REFUSED, NOW.minusSeconds(65)).attempts(3, NOW.plusSeconds(9))
                        .lastError("no such stream")
                        .build(),
                RelayStatus.of("arcly.rtmp.pull~b", Direction.PULL, "live/*", "rtmp://origin/{app}/{name}").build()));
        assertEquals(List.of(HEAD,
                "arcly.rtmp.pull~a pull live/a rtmp://origin/live/a refused 1 min 5 s 3 9 s 0 B - - no such stream",
                "arcly.rtmp.pull~b pull live/* rtmp://origin/{app}/{name} waiting - 0 - 0 B - - -",
                "arcly.rtmp.push~cdn push live/cam rtmp://cdn/live/cam slow 5 s 0 - 2.00 kB 1.50 s 40 -"), lines(shell.relays()));
        assertEquals(2, lines(shell.relays("push")).size());
        assertEquals(2, lines(shell.relays("live/a")).size());
        assertEquals("no relay of nothing", shell.relays("nothing"));
    }

    @Test
    void forgetsWhoeverHasGone() {
        Relays relays = () -> List.of(RelayStatus.of("x", Direction.PUSH, "a/b", "r").build());
        shell.addRelays(relays);
        shell.removeRelays(relays);
        assertEquals("no relay is configured", shell.relays());
    }

    private static List<String> lines(String table) {
        return table.lines().map(line -> line.trim().replaceAll(" +", " ")).toList();
    }
}
