package arcly.hls.window;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.List;

/** Batons of any content, beside those of files that are there: a window, or a refusal. */
class WindowBatonsFuzzTest {
    private final WindowBatonsTest good = new WindowBatonsTest();

    @FuzzTest(maxDuration = "10s")
    void windows(byte[] bytes) {
        List<Baton> batons = new ArrayList<>(good.batons());
        batons.set(0, Baton.of(WindowBatons.WINDOW, 1, bytes));
        batons.add(Baton.of(WindowBatons.FILE, 1, bytes));
        try {
            WindowBatons.read(batons);
        } catch (HandoverException refused) {
            // as it should be
        }
    }
}
