/** Frames into segments: where to cut, and in which form they are written. */
package arcly.hls.segment;
