/** Bits and Exp-Golomb codes, read with limits and written. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.bits;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
