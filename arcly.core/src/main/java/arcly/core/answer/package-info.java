/** What the kernel owes to others, kept so that it can be disarmed and armed again by another generation of a bundle. */
package arcly.core.answer;
