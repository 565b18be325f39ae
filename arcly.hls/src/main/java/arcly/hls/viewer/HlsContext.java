package arcly.hls.viewer;

import arcly.api.session.Sessions;
import arcly.hls.window.Windows;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/** What those who serve viewers work with. */
public interface HlsContext {

    Sessions sessions();

    Windows windows();

    Viewers viewers();

    /** For deadlines only: tasks go on to where they belong. */
    ScheduledExecutorService timers();

    LongSupplier nanoTime();

    /** For a stream that is not live. */
    Duration streamWait();

    /** For a first segment. */
    Duration segmentWait();
}
