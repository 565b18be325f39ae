/** HEVC (ITU-T H.265, ISO/IEC 23008-2): parameter sets, hvcC, Annex B, and access units in arcly's canonical form. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.hevc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
