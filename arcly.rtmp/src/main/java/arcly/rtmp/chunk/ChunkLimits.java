package arcly.rtmp.chunk;

/**
 * What a peer may make the decoder hold.
 *
 * @param messageBytes the longest message; RTMP itself allows 16,777,215
 * @param chunkStreams how many chunk streams may be in use; real peers use fewer than ten
 * @param unfinishedBytes memory for all messages that have begun and not ended, on all chunk streams together
 */
public record ChunkLimits(int messageBytes, int chunkStreams, int unfinishedBytes) {
    /** A key frame of 4K video at 50 Mbit/s stays below 4 MiB; two of them and the audio between may be on their way at once. */
    public static final ChunkLimits DEFAULT = new ChunkLimits(8 << 20, 64, 20 << 20);

    /** Of any command in use; a connect with a long token in its URL is a few kilobytes. */
    private static final int COMMAND_BYTES = 64 << 10;
    private static final int UNFINISHED_COMMAND_BYTES = 4 * COMMAND_BYTES;

    public ChunkLimits {
        if (messageBytes < 1 || chunkStreams < 1 || unfinishedBytes < messageBytes) {
            throw new IllegalArgumentException("chunk limits " + messageBytes + ", " + chunkStreams + ", " + unfinishedBytes
                    + "; each must be 1 or more, and the last hold the longest message");
        }
    }

    /** For a peer of which no media is expected: anybody may connect, and should not make the server hold much. */
    public ChunkLimits forCommands() {
        return new ChunkLimits(Math.min(messageBytes, COMMAND_BYTES), chunkStreams,
                Math.min(unfinishedBytes, UNFINISHED_COMMAND_BYTES));
    }
}
