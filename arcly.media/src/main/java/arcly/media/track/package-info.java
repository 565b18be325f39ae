/** What the assemblers of codecs without NAL units have in common. Private to the bundle. */
package arcly.media.track;
