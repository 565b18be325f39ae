/** Live streams: rings, cursors, claims, and the directory that finds them. */
package arcly.core.stream;
