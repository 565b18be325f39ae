/** How codecs travel in RTP: formats, frames cut into payload pieces, packets joined into frames. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.rtp.payload;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
