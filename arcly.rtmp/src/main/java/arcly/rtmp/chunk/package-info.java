/** The chunk stream (RTMP 1.0, 5.3 and 5.4): messages cut into chunks and put together again. No session, no channel. */
package arcly.rtmp.chunk;
