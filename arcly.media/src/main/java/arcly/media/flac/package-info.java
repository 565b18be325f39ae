/** FLAC (RFC 9639): STREAMINFO and the headers of frames. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.flac;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
