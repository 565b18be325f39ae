package arcly.http.connection;

/**
 * How far a reply was written.
 *
 * @param outgoing what is still to be written; null if nothing is
 * @param close the connection ends with it
 */
record Sending(Outgoing outgoing, boolean close) {
}
