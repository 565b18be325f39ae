package arcly.rtmp.session;

import arcly.api.session.Sessions;
import arcly.api.stream.Streams;
import arcly.rtmp.RtmpSettings;
import java.util.function.Supplier;

/** What all connections of one generation share. Any thread. */
public record RtmpContext(Sessions sessions, Streams streams, Supplier<RtmpSettings> settings, LinesInBulk misbehaviour) {

    public RtmpContext(Sessions sessions, Streams streams, Supplier<RtmpSettings> settings) {
        this(sessions, streams, settings, new LinesInBulk(System::nanoTime));
    }
}
