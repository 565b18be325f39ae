/** What the assemblers of codecs without NAL units have in common. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.track;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
