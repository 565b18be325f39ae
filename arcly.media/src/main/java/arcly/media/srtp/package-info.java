/** SRTP and SRTCP (RFC 3711, 7714) on the JDK's ciphers, and keys in SDP (RFC 4568). */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.srtp;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
