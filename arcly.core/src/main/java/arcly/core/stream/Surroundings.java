package arcly.core.stream;

import arcly.core.event.Counters;
import arcly.core.event.EventBoard;
import arcly.core.time.Timers;
import java.time.Clock;

/** What every stream needs of the kernel around it. */
public record Surroundings(Timers timers, Clock clock, EventBoard events, Counters counters, RingBudget budget) {
}
