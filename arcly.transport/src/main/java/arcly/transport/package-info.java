/**
 * Sockets that outlive the bundle that serves them: listeners, connections, hand-over between generations of a bundle, and the
 * loop-local fan-out that puts frames on the wire. Netty's types are part of this contract (Netty 4.2).
 */
@Export
@Version("0.9.0")
package arcly.transport;

import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
