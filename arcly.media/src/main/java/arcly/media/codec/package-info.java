/** One entrance to all codecs: what turns a track's bytes into frames, chosen by codec. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.codec;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
