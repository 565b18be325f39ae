/** What there is to fetch of a stream now: segments, playlists, and what one generation leaves to the next. */
package arcly.hls.window;
