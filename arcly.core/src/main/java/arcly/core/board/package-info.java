/** Whiteboards: services of other bundles that come and go. */
package arcly.core.board;
