/** What H.264, HEVC and VVC have in common: NAL units, parameter sets that come in them, and the walk over access units. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.nal;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
