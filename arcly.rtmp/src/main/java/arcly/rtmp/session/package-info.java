/**
 * What RTMP clients want and what they get: connect, publish, play. Messages in and out, the kernel's sessions behind; everything
 * runs on the connection's loop.
 */
package arcly.rtmp.session;
