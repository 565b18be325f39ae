/** The page that plays a stream. */
package arcly.hls.page;
