/** VVC (ITU-T H.266, ISO/IEC 23090-3): parameter sets, vvcC, and access units in arcly's canonical form. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.vvc;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
