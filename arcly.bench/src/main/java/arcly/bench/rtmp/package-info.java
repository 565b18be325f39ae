/** What a viewer sees of the whole server, over RTMP and real sockets. */
package arcly.bench.rtmp;
