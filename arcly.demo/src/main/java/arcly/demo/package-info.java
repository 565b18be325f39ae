/** Publishes a looped sample with sound to {@code live/demo}, from inside. */
package arcly.demo;
