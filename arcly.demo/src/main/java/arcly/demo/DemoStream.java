package arcly.demo;

import arcly.api.session.Sessions;
import arcly.api.stream.StreamKey;
import arcly.api.stream.Streams;
import java.io.IOException;
import java.io.InputStream;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;

/** Keeps {@code live/demo} on air while the bundle is active. */
@Component(service = {}, immediate = true)
public final class DemoStream {
    static final StreamKey KEY = StreamKey.of("live", "demo");
    static final String SAMPLE = "sample.flv";

    private final LoopPublisher publisher;

    /** @throws IOException if the sample cannot be read from this bundle */
    @Activate
    public DemoStream(@Reference Sessions sessions, @Reference Streams streams) throws IOException {
        publisher = new LoopPublisher(sessions, streams, KEY, sample()).start();
    }

    static Loop sample() throws IOException {
        try (InputStream flv = DemoStream.class.getResourceAsStream(SAMPLE)) {
            return Loop.read(flv);
        }
    }

    @Deactivate
    void stop() {
        publisher.close();
    }
}
