/** How a bundle reads its configuration, so that every bad value is refused in the same words. */
@Export
@Version("0.9.0")
package arcly.api.config;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
