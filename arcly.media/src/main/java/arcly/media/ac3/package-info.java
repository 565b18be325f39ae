/** AC-3 and Enhanced AC-3 (ETSI TS 102 366): sync frames, and what containers say of them. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.ac3;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
