/** One client's conversation with one stream, as operators see it and as the protocol that serves it holds it. */
@Export
@Version("0.9.0")
package arcly.api.session;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
