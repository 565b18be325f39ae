/**
 * Codecs and containers as a library: no channels, threads, clocks or logs. What all its packages share is here.
 *
 * <p>No package is imported by the bundle that exports it, so that two versions of the bundle, each with classes of its own, can
 * live side by side. Methods that throw {@link arcly.media.MediaFormatException} declare it, unchecked as it is: only so does bnd
 * see that a package uses this one, and the framework give a consumer all of them from one version.
 */
@Export(substitution = Export.Substitution.NOIMPORT)
@Version("0.9.0")
package arcly.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
