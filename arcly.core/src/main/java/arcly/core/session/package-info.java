/** Sessions: who talks to which stream, what was asked and answered. */
package arcly.core.session;
