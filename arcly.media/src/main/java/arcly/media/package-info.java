/** Codecs and containers as a library: no channels, threads, clocks or logs. What all its packages share is here. */
@Export
@Version("0.9.0")
package arcly.media;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
