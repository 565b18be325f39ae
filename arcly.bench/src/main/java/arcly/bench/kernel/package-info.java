/** What the kernel costs, without sockets. */
package arcly.bench.kernel;
