package arcly.itest;

import static org.junit.Assert.assertEquals;

import arcly.itest.container.Containers;
import java.util.ArrayList;
import java.util.List;
import javax.inject.Inject;
import org.junit.Test;
import org.junit.runner.RunWith;
import org.ops4j.pax.exam.Configuration;
import org.ops4j.pax.exam.Option;
import org.ops4j.pax.exam.junit.PaxExam;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;

/** The distribution resolves, and everything in it is active. */
@RunWith(PaxExam.class)
public class ActiveIT {
    @Inject
    private BundleContext context;

    @Configuration
    public Option[] container() throws Exception {
        return Containers.arcly("exam-active");
    }

    @Test
    public void everyBundleIsActiveAndEveryFragmentResolved() throws Exception {
        Until.holds(() -> "not active: " + notActive(), 20, () -> notActive().isEmpty() && find("arcly.rtmp") != null);
        assertEquals("arcly.core", find("arcly.core").getSymbolicName());
    }

    private Bundle find(String symbolicName) {
        for (Bundle bundle : context.getBundles()) {
            if (symbolicName.equals(bundle.getSymbolicName())) {
                return bundle;
            }
        }
        return null;
    }

    private List<String> notActive() {
        List<String> names = new ArrayList<>();
        for (Bundle bundle : context.getBundles()) {
            boolean fragment = bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
            if (bundle.getState() != (fragment ? Bundle.RESOLVED : Bundle.ACTIVE)) {
                names.add(bundle + " in state " + bundle.getState());
            }
        }
        return names;
    }
}
