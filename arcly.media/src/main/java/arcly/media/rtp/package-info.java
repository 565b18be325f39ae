/** RTP (RFC 3550): packets and headers with extensions, packets back in order, and the clocks of a source's tracks. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.rtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
