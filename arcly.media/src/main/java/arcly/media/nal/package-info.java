/** What H.264, HEVC and VVC have in common: NAL units, and parameter sets that come in them. Private to the bundle. */
package arcly.media.nal;
