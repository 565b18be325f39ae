package arcly.shell;

import static org.junit.jupiter.api.Assertions.assertEquals;

import arcly.api.stream.Streams;
import arcly.transport.Transport;
import arcly.transport.TransportStatistics;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CounterCommandsTest {

    private static CounterCommands shell(Map<String, Long> core, Map<String, Long> transport) {
        return new CounterCommands(Answers.of(Streams.class, Map.of("counters", core)), Answers.of(Transport.class,
                Map.of("statistics", Answers.of(TransportStatistics.class, Map.of("counters", transport)))));
    }

    @Test
    void showsWhatHappenedByRoomAndName() {
        CounterCommands shell = shell(Map.of("limit.readers", 2L, "access.denied", 11L), Map.of("accepted", 300L, "timeout.idle", 0L));
        assertEquals(List.of(
                "ROOM COUNTER TIMES",
                "core access.denied 11",
                "core limit.readers 2",
                "transport accepted 300"), shell.counters().lines().map(line -> line.trim().replaceAll(" +", " ")).toList());
        assertEquals(List.of("ROOM COUNTER TIMES", "core limit.readers 2"),
                shell.counters("limit.").lines().map(line -> line.trim().replaceAll(" +", " ")).toList());
    }

    @Test
    void saysThatNothingWasCounted() {
        assertEquals("nothing was counted", shell(Map.of(), Map.of("accepted", 0L)).counters());
        assertEquals("nothing was counted under x", shell(Map.of(), Map.of()).counters("x"));
    }
}
