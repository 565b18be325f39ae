/**
 * What bundles can be told, and whether what they are told is allowed. Read from Metatype documents, so that a bundle says its
 * ranges once, in its annotations, and nobody else repeats them.
 */
package arcly.config;
