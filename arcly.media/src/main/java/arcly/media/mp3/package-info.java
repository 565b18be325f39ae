/** MPEG audio, layer III (ISO/IEC 11172-3, 13818-3): the header that each frame begins with. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.mp3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
