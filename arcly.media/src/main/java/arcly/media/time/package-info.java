/** Timestamps: from one timebase to another, and out of the 32 or 33 bits that a wire gives them. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.time;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
