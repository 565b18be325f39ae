/** How frames reach the sockets of one event loop: encoded once, written together, each viewer at its own pace. */
package arcly.transport.fanout;
