package arcly.core;

import arcly.api.stream.Application;
import arcly.core.application.ApplicationConfig;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;

/** One configured application: one factory instance of {@value Application#PID}. Hands the values on, as they stand. */
@Component(service = ApplicationComponent.class, immediate = true, configurationPid = Application.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ApplicationConfig.class, factory = true)
public final class ApplicationComponent {
    private final KernelComponent kernel;
    private final String pid;

    @Activate
    public ApplicationComponent(Map<String, Object> configuration, @Reference KernelComponent kernel) {
        this.kernel = kernel;
        pid = configuration.get(Constants.SERVICE_PID).toString();
        changed(configuration);
    }

    @Modified
    void changed(Map<String, Object> configuration) {
        kernel.applicationsBook().configure(pid, configuration);
    }

    @Deactivate
    void stop() {
        kernel.applicationsBook().remove(pid);
    }
}
