/** Who may publish and play: the chain of policies, and the kernel's own rules at its end. */
package arcly.core.access;
