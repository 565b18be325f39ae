/** The live streams: how one is published, found, read and watched, and the applications they live in. */
@Export
@Version("0.9.0")
package arcly.api.stream;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
