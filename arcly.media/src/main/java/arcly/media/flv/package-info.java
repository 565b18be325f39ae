/**
 * FLV (Adobe FLV and F4V, version 10.1, annex E) and Enhanced RTMP v2: what stands before audio and video in RTMP too, and the
 * file itself.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.flv;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
