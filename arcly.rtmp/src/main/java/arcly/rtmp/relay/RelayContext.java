package arcly.rtmp.relay;

import arcly.api.session.Sessions;
import arcly.api.stream.Streams;
import arcly.transport.Connection;
import arcly.transport.Transport;
import java.time.Clock;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * What all relays of one configuration share. Any thread.
 *
 * @param isOwn whether an outgoing connection leads to this very server
 * @param nanoTime monotonic
 */
record RelayContext(Sessions sessions, Streams streams, Transport transport, Predicate<Connection> isOwn, Clock clock,
        LongSupplier nanoTime, RandomGenerator random) {
}
