/** Applications and the settings of the kernel: read, checked, changed while streams are live. */
package arcly.core.application;
