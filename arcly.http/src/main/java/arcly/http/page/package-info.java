/** What this bundle answers itself: the list of streams, its health, and why something went wrong. */
package arcly.http.page;
