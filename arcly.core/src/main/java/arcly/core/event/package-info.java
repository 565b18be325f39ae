/** What happened: events, the listeners that hear of them, and counters. */
package arcly.core.event;
