package arcly.deploy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.osgi.framework.Bundle;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleCapability;
import org.osgi.framework.wiring.BundleRequirement;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;

/** Who requires what: what a plug-in lacks, and what the base would take from it. */
final class Wishes {
    private final FrameworkWiring wiring;

    Wishes(FrameworkWiring wiring) {
        this.wiring = wiring;
    }

    /**
     * Why the plug-in must not be there: a base bundle imports, optionally or dynamically by name, a package that it exports.
     * Whoever refreshed that base bundle later, for whatever reason, would wire it to a plug-in; and Netty has dozens of such
     * imports. Null if there is no such import. ({@code DynamicImport-Package: *} does not count: it asks for nothing.)
     */
    String of(Bundle[] bundles, Bundle plugin) {
        List<BundleCapability> exports =
                plugin.adapt(BundleRevision.class).getDeclaredCapabilities(PackageNamespace.PACKAGE_NAMESPACE);
        if (exports.isEmpty()) {
            return null;
        }
        for (Bundle bundle : bundles) {
            BundleRevision revision = BundleSteps.isPlugin(bundle) ? null : bundle.adapt(BundleRevision.class);
            if (revision == null) {
                continue;
            }
            for (BundleRequirement wish : revision.getDeclaredRequirements(PackageNamespace.PACKAGE_NAMESPACE)) {
                for (BundleCapability export : exports) {
                    if (isOptional(wish) && namesOnePackage(wish) && wish.matches(export)) {
                        return "it exports " + export.getAttributes().get(PackageNamespace.PACKAGE_NAMESPACE) + ", which "
                                + BundleSteps.name(bundle) + " of the base imports if it is there; a plug-in must not become part"
                                + " of the base";
                    }
                }
            }
        }
        return null;
    }

    private static boolean isOptional(Requirement wish) {
        String resolution = wish.getDirectives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE);
        return Namespace.RESOLUTION_OPTIONAL.equals(resolution) || PackageNamespace.RESOLUTION_DYNAMIC.equals(resolution);
    }

    private static boolean namesOnePackage(Requirement wish) {
        String filter = wish.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        return filter != null && filter.contains(PackageNamespace.PACKAGE_NAMESPACE + "=") && !filter.contains("*");
    }

    /** The mandatory requirements that keep the bundle from resolving, in words. */
    String unmet(Bundle bundle) {
        BundleRevision revision = bundle.adapt(BundleRevision.class);
        List<String> unmet = new ArrayList<>();
        for (BundleRequirement requirement : revision.getDeclaredRequirements(null)) {
            if (!isOptional(requirement) && countsWhenResolving(requirement) && !meetsItself(revision, requirement)) {
                String problem = problem(requirement);
                if (problem != null) {
                    unmet.add(problem);
                }
            }
        }
        return unmet.isEmpty()
                ? "each of its requirements can be met, but not all of them together: two providers of a package, or a singleton"
                : String.join("; ", unmet);
    }

    private String problem(BundleRequirement requirement) {
        Collection<BundleCapability> providers = wiring.findProviders(requirement);
        if (providers.isEmpty()) {
            return "nobody provides " + text(requirement);
        }
        for (BundleCapability provider : providers) {
            if (provider.getRevision().getWiring() != null) {
                return null;
            }
        }
        Bundle first = providers.iterator().next().getRevision().getBundle();
        return text(requirement) + " is provided by " + BundleSteps.name(first) + " only, which does not resolve itself";
    }

    private static boolean countsWhenResolving(Requirement requirement) {
        String effective = requirement.getDirectives().get(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE);
        return effective == null || Namespace.EFFECTIVE_RESOLVE.equals(effective);
    }

    private static boolean meetsItself(BundleRevision revision, BundleRequirement requirement) {
        return revision.getDeclaredCapabilities(requirement.getNamespace()).stream().anyMatch(requirement::matches);
    }

    private static String text(Requirement requirement) {
        String filter = requirement.getDirectives().get(Namespace.REQUIREMENT_FILTER_DIRECTIVE);
        return requirement.getNamespace() + (filter == null ? "" : " " + filter);
    }
}
