/** Those who fetch: sessions of the kernel, opened at the multivariant playlist. */
package arcly.hls.viewer;
