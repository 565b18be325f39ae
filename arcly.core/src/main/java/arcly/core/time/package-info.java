/** Time: deadlines that somebody else's clock drives. */
package arcly.core.time;
