package arcly.transport.tcp;

import arcly.api.config.ConfigurationValues;
import arcly.transport.tls.CertificateSettings;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One configured certificate: one factory instance of {@value #PID}. Listeners name it by what stands after the ~ of its PID. */
@Component(service = CertificateComponent.class, immediate = true, configurationPid = CertificateComponent.PID,
        configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = CertificateConfig.class, factory = true)
public final class CertificateComponent {
    static final String PID = "arcly.tls";
    private static final Logger log = LoggerFactory.getLogger(CertificateComponent.class);

    private final TransportCore core;
    private final String pid;
    private String oldest = CertificateSettings.TLS_1_2;

    @Activate
    public CertificateComponent(Map<String, Object> properties, @Reference TransportCore core) {
        this.core = core;
        pid = properties.get(Constants.SERVICE_PID).toString();
        changed(properties);
    }

    @Modified
    void changed(Map<String, Object> properties) {
        ConfigurationValues values = ConfigurationValues.of(pid, properties);
        String before = oldest.substring("TLSv".length());
        oldest = "TLSv" + values.text("version.min", "1\\.[23]", "1.2 and 1.3", "1.2", before);
        core.certificate(name(), new CertificateSettings(values.text("certificate", ".*", "a path", "", ""),
                values.text("key", ".*", "a path", "", ""), values.words("names", List.of()), oldest));
        values.problems().forEach(log::error);
    }

    @Deactivate
    void stop() {
        core.withoutCertificate(name());
    }

    private String name() {
        return pid.substring(pid.indexOf('~') + 1);
    }
}
