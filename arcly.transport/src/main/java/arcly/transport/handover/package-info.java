/** How connections pass from one generation of a bundle to the next: who serves, who waits, what is moved when. */
package arcly.transport.handover;
