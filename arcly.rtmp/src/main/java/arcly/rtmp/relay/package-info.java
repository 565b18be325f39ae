/** RTMP as a client: streams are pulled from other servers and pushed there. */
package arcly.rtmp.relay;
