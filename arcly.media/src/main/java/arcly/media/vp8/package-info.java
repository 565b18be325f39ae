/** VP8 (RFC 6386): what a frame says of itself. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.vp8;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
