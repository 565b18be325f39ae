/** Installs, replaces and removes what lies in the plugins folder. */
package arcly.deploy;
