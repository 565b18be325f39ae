/** TLS for all protocols: certificates and their files, handshakes, what they agree on. Knows Netty's pipeline, no connection. */
package arcly.transport.tls;
