/** What a protocol bundle says about itself. */
@Export
@Version("0.9.0")
package arcly.api.protocol;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
