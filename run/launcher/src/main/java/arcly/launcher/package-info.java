/** Starts the framework on a distribution folder and stops it again. Plain Java: it sees the framework API and no bundle. */
package arcly.launcher;
