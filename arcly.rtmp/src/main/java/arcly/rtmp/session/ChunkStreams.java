package arcly.rtmp.session;

/** Which chunk stream carries what, on the way out. Only the first is prescribed (RTMP 1.0, 5.4); clients expect the others. */
final class ChunkStreams {
    static final int CONTROL = 2;
    static final int COMMAND = 3;
    static final int AUDIO = 4;
    static final int STATUS = 5;
    static final int VIDEO = 6;
    static final int DATA = 7;

    private ChunkStreams() {
    }
}
