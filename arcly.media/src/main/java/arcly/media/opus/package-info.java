/** Opus (RFC 6716) and its identification header (RFC 7845). */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.opus;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
