/** What one generation of a bundle leaves to the next. */
@Export
@Version("0.9.0")
package arcly.api.handover;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
