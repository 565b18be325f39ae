/** What brings streams from other servers and takes them there, as operators see it, whichever protocol it speaks. */
@Export
@Version("0.9.0")
package arcly.api.relay;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
