/** A small framed protocol that stands for a vendor's: it is built against exported packages only and exports nothing. */
package arcly.itest.line;
