/** VP9 (its bitstream specification, and the VP codec binding for ISO media files): frame header, vpcC. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.vp9;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
