/** Load and latency over HLS, as programs. */
package arcly.bench.hls;
