/** Session descriptions (RFC 8866): read with patience, written by the book; media sections to tracks and back. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.sdp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
