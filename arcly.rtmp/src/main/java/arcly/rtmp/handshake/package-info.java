/** The RTMP handshake, plain and with digest, from both sides, as state machines that touch no channel. */
package arcly.rtmp.handshake;
