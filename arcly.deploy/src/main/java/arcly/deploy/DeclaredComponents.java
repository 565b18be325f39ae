package arcly.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.osgi.framework.Bundle;
import org.osgi.service.component.runtime.ServiceComponentRuntime;
import org.osgi.service.component.runtime.dto.ComponentConfigurationDTO;
import org.osgi.service.component.runtime.dto.ComponentDescriptionDTO;
import org.osgi.service.component.runtime.dto.UnsatisfiedReferenceDTO;

/** The components of Declarative Services. */
final class DeclaredComponents implements Components {
    private final ServiceComponentRuntime runtime;

    DeclaredComponents(ServiceComponentRuntime runtime) {
        this.runtime = runtime;
    }

    @Override
    public Map<String, Standing> of(Bundle bundle) {
        Map<String, Standing> standings = new TreeMap<>();
        for (ComponentDescriptionDTO description : runtime.getComponentDescriptionDTOs(bundle)) {
            Standing standing = description.defaultEnabled || runtime.isComponentEnabled(description)
                    ? standing(description, runtime.getComponentConfigurationDTOs(description))
                    : Standing.UP; // as its author wants it
            standings.put(description.name, standing);
        }
        return standings;
    }

    /** A component with several configurations is up if one is; one that failed counts, whatever the others do. */
    private static Standing standing(ComponentDescriptionDTO description, Collection<ComponentConfigurationDTO> configurations) {
        Standing best = new Standing(State.WAITING, "its configuration");
        for (ComponentConfigurationDTO configuration : configurations) {
            switch (configuration.state) {
                case ComponentConfigurationDTO.FAILED_ACTIVATION:
                    return new Standing(State.FAILED, configuration.failure == null ? "" : Causes.ofTrace(configuration.failure));
                case ComponentConfigurationDTO.ACTIVE:
                    best = Standing.UP;
                    break;
                case ComponentConfigurationDTO.SATISFIED:
                    if (!description.immediate) {
                        best = Standing.UP; // a delayed one wakes when somebody wants it
                    } else if (best.state() != State.UP) {
                        best = new Standing(State.WAITING, "the end of its activation");
                    }
                    break;
                case ComponentConfigurationDTO.UNSATISFIED_REFERENCE:
                    if (best.state() != State.UP) {
                        best = new Standing(State.WAITING, references(description, configuration));
                    }
                    break;
                default:
                    break;
            }
        }
        return best;
    }

    private static String references(ComponentDescriptionDTO description, ComponentConfigurationDTO configuration) {
        List<String> missing = new ArrayList<>();
        for (UnsatisfiedReferenceDTO unsatisfied : configuration.unsatisfiedReferences) {
            for (var reference : description.references) {
                if (reference.name.equals(unsatisfied.name)) {
                    missing.add("a service " + reference.interfaceName
                            + (reference.target == null ? "" : " " + reference.target));
                }
            }
        }
        return String.join(" and ", missing);
    }
}
