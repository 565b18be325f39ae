package arcly.rtmp.relay;

import java.time.Duration;

/**
 * What a relay goes by; a connection keeps those with which it began.
 *
 * @param trusted PEM file of what is trusted instead of the Java platform's authorities, for rtmps; empty: those
 * @param audience a push counts among the stream's viewers, and so keeps an on-demand source
 * @param lagBudget of a push, media time; zero: the application's
 */
record RelayTerms(ClientSettings client, Backoff backoff, String trusted, boolean audience, Duration lagBudget) {
}
