/** The kernel. Nothing here is exported; it is reached through the services of arcly.api. */
package arcly.core;
