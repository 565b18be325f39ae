/** What other bundles answer over HTTP: routes, requests and replies, in JDK types. */
@Export
@Version("0.9.0")
package arcly.api.http;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
