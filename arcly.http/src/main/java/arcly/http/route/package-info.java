/** Which route answers which request: patterns, and the routes that come and go. */
package arcly.http.route;
