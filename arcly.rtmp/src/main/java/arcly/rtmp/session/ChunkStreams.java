package arcly.rtmp.session;

/** Which chunk stream carries what, on the way out. Only the first is prescribed (RTMP 1.0, 5.4); clients expect the others. */
public final class ChunkStreams {
    public static final int CONTROL = 2;
    public static final int COMMAND = 3;
    public static final int AUDIO = 4;
    public static final int STATUS = 5;
    public static final int VIDEO = 6;
    public static final int DATA = 7;

    private ChunkStreams() {
    }
}
