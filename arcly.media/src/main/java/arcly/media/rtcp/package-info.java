/** RTCP (RFC 3550, 4585, 5104): compound packets read and written, and what a receiver reports. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.rtcp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
