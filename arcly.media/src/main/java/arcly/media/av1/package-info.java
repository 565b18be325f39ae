/** AV1 (AOMedia AV1 bitstream and its ISO media file format binding): OBUs, sequence header, av1C, temporal units. */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media.av1;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
