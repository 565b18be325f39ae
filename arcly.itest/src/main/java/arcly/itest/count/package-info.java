/** A packager that counts, with a route that says how far it is: stands for a vendor's, built against exported packages only. */
package arcly.itest.count;
