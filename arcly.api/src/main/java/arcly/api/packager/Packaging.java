package arcly.api.packager;

import arcly.api.handover.Baton;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** One stream being packaged. Called on its context's executor, by the kernel; a packager reads the end of the stream from its reader. */
@ConsumerType
public interface Packaging {

    /**
     * Leaves: closes the reader and returns what a successor needs to go on without a gap in what it numbers. Called when the packager's
     * bundle goes, the application does not ask for it any more, or the stream has ended and was read to its end. What matters most comes
     * first: where there is no room for all batons, the last ones are dropped.
     */
    List<Baton> park();

    /** The stream's settings have changed. */
    void configure(PackagerSettings settings);
}
