/** The plugins folder: watches it, and installs, replaces and removes what lies there without touching any other bundle. */
package arcly.deploy;
