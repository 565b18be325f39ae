/** Muxers that turn live streams into something to fetch: playlists and segments, recordings. */
@Export
@Version("0.9.0")
package arcly.api.packager;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
