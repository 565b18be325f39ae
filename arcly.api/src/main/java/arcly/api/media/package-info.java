/** What flows: tracks, the frames that belong to them, and the bytes inside. Values only; nothing here runs. */
@Export
@Version("0.9.0")
package arcly.api.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
