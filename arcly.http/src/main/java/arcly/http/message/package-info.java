/** Bytes to requests: heads, bodies, paths. Nothing here knows a channel, a route or a log. */
package arcly.http.message;
