/** TLS for all protocols: certificates and their files, handshakes, what they agree on. Knows connections only as Netty's pipeline. */
package arcly.transport.tls;
