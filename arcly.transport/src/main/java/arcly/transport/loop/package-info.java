/** The threads that sockets live on. */
package arcly.transport.loop;
