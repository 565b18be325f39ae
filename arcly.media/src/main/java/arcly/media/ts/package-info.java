/** MPEG transport streams (ISO/IEC 13818-1), written: frames into packets of 188 bytes. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.ts;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
