package arcly.rtmp.relay;

import java.time.Duration;

/**
 * What one connection to another server goes by.
 *
 * @param chunkSize of what is sent, bytes
 * @param connectTimeout for name and TCP; TLS has it once more
 * @param answerTimeout for each answer: the handshake, connect, createStream, publish or play
 * @param silence after so long without a byte from a remote that is pulled from, or without one taken by a remote that is pushed
 *     to, the connection counts as lost
 */
record ClientSettings(int chunkSize, Duration connectTimeout, Duration answerTimeout, Duration silence) {
    static final int CHUNK_SIZE = 65_536;
    static final int CONNECT_TIMEOUT_MILLIS = 5_000;
    static final int ANSWER_TIMEOUT_MILLIS = 10_000;
    static final int SILENCE_MILLIS = 20_000;
    static final ClientSettings DEFAULT = new ClientSettings(CHUNK_SIZE, Duration.ofMillis(CONNECT_TIMEOUT_MILLIS),
            Duration.ofMillis(ANSWER_TIMEOUT_MILLIS), Duration.ofMillis(SILENCE_MILLIS));
}
