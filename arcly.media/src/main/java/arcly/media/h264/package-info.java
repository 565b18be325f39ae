/** H.264 (ITU-T H.264, ISO/IEC 14496-10): parameter sets, SEI, avcC, Annex B, and access units in arcly's canonical form. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.h264;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
