/** Who may publish and who may play: policies, the proofs they look at, and what they answer. */
@Export
@Version("0.9.0")
package arcly.api.access;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
