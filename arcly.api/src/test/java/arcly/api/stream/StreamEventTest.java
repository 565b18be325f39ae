package arcly.api.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamEventTest {

    @ParameterizedTest
    @CsvSource({
        "STARTED, arcly/stream/STARTED", "TAKEN_OVER, arcly/stream/TAKEN_OVER", "READER_LAGGED, arcly/reader/LAGGED",
        "SESSION_CLOSED, arcly/session/CLOSED"})
    void topicGroupsEventsByWhatTheyAreAbout(StreamEvent.Type type, String topic) {
        assertThat(StreamEvent.of(1, type, Instant.EPOCH, StreamKey.of("live", "cam"), "", Map.of()).topic()).isEqualTo(topic);
    }
}
