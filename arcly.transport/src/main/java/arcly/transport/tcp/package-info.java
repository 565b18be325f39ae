/** TCP: listening sockets, connections accepted and outgoing, and the transport as bundles and programs get it. */
package arcly.transport.tcp;
