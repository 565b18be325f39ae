/** Console commands of the scope {@code arcly}. */
package arcly.shell;
