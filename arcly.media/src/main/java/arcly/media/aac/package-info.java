/** AAC (ISO/IEC 14496-3): AudioSpecificConfig, and ADTS both ways. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.aac;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
