/** Packagers on streams: who packages what, with which settings, and what one generation leaves to the next. */
package arcly.core.packager;
