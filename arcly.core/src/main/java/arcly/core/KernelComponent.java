package arcly.core;

import arcly.api.access.AccessPolicy;
import arcly.api.access.SecretSource;
import arcly.api.packager.Packager;
import arcly.api.session.ClientSession;
import arcly.api.session.Session;
import arcly.api.session.SessionRequest;
import arcly.api.session.Sessions;
import arcly.api.stream.Answer;
import arcly.api.stream.Application;
import arcly.api.stream.LiveStream;
import arcly.api.stream.SourceProvider;
import arcly.api.stream.StreamKey;
import arcly.api.stream.StreamListener;
import arcly.api.stream.Streams;
import arcly.core.application.Applications;
import arcly.core.application.KernelSettings;
import arcly.core.packager.PackagerBoard;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.osgi.service.metatype.annotations.Designate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The {@link Kernel} as services. Wires, and nothing else: whoever comes to a whiteboard, and whatever is configured, never
 * restarts it. Immediate, because a delayed component would end every stream when its last user lets go.
 */
@Component(service = {Streams.class, Sessions.class, KernelComponent.class}, immediate = true,
        configurationPid = KernelSettings.PID)
@Designate(ocd = KernelSettings.Config.class)
public final class KernelComponent implements Streams, Sessions {
    private static final Logger LOG = LoggerFactory.getLogger(KernelComponent.class);

    private final Kernel kernel = Kernel.builder().build();

    @Activate
    public KernelComponent(Map<String, Object> configuration) {
        changed(configuration);
    }

    @Modified
    void changed(Map<String, Object> configuration) {
        kernel.configure(configuration).forEach(LOG::error);
    }

    @Deactivate
    void stop() {
        kernel.close();
    }

    Applications applicationsBook() {
        return kernel.applications();
    }

    PackagerBoard packagers() {
        return kernel.packagers();
    }

    // ---- whiteboards

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPolicy(AccessPolicy policy, ServiceReference<AccessPolicy> reference) {
        Object name = reference.getProperty(AccessPolicy.NAME);
        kernel.access().add(policy, ranking(reference), name == null ? "" : name.toString(), bundleOf(reference));
    }

    void removePolicy(AccessPolicy policy) {
        kernel.access().remove(policy);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSecrets(SecretSource source, ServiceReference<SecretSource> reference) {
        kernel.access().add(source, ranking(reference), bundleOf(reference));
    }

    void removeSecrets(SecretSource source) {
        kernel.access().remove(source);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addListener(StreamListener listener, ServiceReference<StreamListener> reference) {
        kernel.events().add(listener, bundleOf(reference));
    }

    void removeListener(StreamListener listener) {
        kernel.events().remove(listener);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addSource(SourceProvider provider, ServiceReference<SourceProvider> reference) {
        kernel.demands().add(provider, ranking(reference), bundleOf(reference));
    }

    void removeSource(SourceProvider provider) {
        kernel.demands().remove(provider);
    }

    @Reference(cardinality = ReferenceCardinality.MULTIPLE, policy = ReferencePolicy.DYNAMIC,
            policyOption = ReferencePolicyOption.GREEDY)
    void addPackager(Packager packager, ServiceReference<Packager> reference) {
        Object name = reference.getProperty(Packager.NAME);
        kernel.packagers().add(packager, name == null ? "" : name.toString(), ranking(reference), bundleOf(reference));
    }

    void removePackager(Packager packager) {
        kernel.packagers().remove(packager);
    }

    private static int ranking(ServiceReference<?> reference) {
        return reference.getProperty(Constants.SERVICE_RANKING) instanceof Integer ranking ? ranking : 0;
    }

    private static String bundleOf(ServiceReference<?> reference) {
        Bundle bundle = reference.getBundle();
        return bundle == null ? "a bundle that is gone" : bundle.getSymbolicName() + " " + bundle.getVersion();
    }

    // ---- Streams and Sessions

    @Override
    public Optional<LiveStream> find(StreamKey key) {
        return kernel.streams().find(key);
    }

    @Override
    public Collection<LiveStream> live() {
        return kernel.streams().live();
    }

    @Override
    public Answer<LiveStream> await(StreamKey key, Duration atMost) {
        return kernel.streams().await(key, atMost);
    }

    @Override
    public Collection<Application> applications() {
        return kernel.streams().applications();
    }

    @Override
    public Map<String, Long> counters() {
        return kernel.streams().counters();
    }

    @Override
    public ClientSession open(SessionRequest request) {
        return kernel.sessions().open(request);
    }

    @Override
    public Collection<Session> list() {
        return List.copyOf(kernel.sessions().list());
    }

    @Override
    public Optional<Session> find(String id) {
        return kernel.sessions().find(id);
    }
}
