/** Fragmented MP4 and CMAF (ISO/IEC 14496-12, 23000-19), written; and what RFC 6381 calls the codecs in it. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.mp4;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
