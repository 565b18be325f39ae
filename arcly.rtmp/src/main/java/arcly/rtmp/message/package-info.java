/** One type per RTMP message, reading and writing beside each other. No session, no channel. */
package arcly.rtmp.message;
