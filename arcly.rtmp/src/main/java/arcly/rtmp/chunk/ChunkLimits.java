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

    public ChunkLimits {
        if (messageBytes < 1 || chunkStreams < 1 || unfinishedBytes < messageBytes) {
            throw new IllegalArgumentException("chunk limits " + messageBytes + ", " + chunkStreams + ", " + unfinishedBytes
                    + "; each must be 1 or more, and the last hold the longest message");
        }
    }
}
