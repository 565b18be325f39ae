package arcly.transport.tcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsReaderTest {
    private static final TransportSettings BEFORE = TransportSettings.DEFAULT.withHandover(Duration.ofSeconds(30), true);

    @Test
    void nothingGivenIsTheDefault() {
        SettingsReader reader = new SettingsReader(Map.of("service.pid", "arcly.transport"));
        assertThat(reader.read(BEFORE)).isEqualTo(TransportSettings.DEFAULT);
    }

    @Test
    void textAndNumbersAreTaken() {
        SettingsReader reader = new SettingsReader(Map.of("handover.timeout", "20", "loops", 3, "handover.foreign", " True "));
        TransportSettings settings = reader.read(TransportSettings.DEFAULT);
        assertThat(reader.complaints()).isEmpty();
        assertThat(settings).isEqualTo(TransportSettings.DEFAULT.withLoops(3).withHandover(Duration.ofSeconds(20), true));
    }

    @Test
    void badValueIsNamedAndTheOldOneStays() {
        SettingsReader reader = new SettingsReader(
                Map.of("handover.timeout", "never", "backlog", "0", "handover.foreign", "perhaps"));
        TransportSettings settings = reader.read(BEFORE);
        assertThat(settings).isEqualTo(BEFORE);
        assertThat(reader.complaints()).containsExactlyInAnyOrder(
                "handover.timeout is 'never'; whole numbers from 1 to 600 are allowed; 30 stays in force",
                "backlog is '0'; whole numbers from 1 to 65535 are allowed; 1024 stays in force",
                "handover.foreign is 'perhaps'; true and false are allowed; true stays in force");
    }

    @Test
    void watermarksMustBeInOrder() {
        SettingsReader reader = new SettingsReader(Map.of("watermark.low", "300000"));
        assertThat(reader.read(TransportSettings.DEFAULT)).isEqualTo(TransportSettings.DEFAULT);
        assertThat(reader.complaints()).containsExactly(
                "watermark.low is 300000, above watermark.high, 262144; 65536 and 262144 stay in force");
    }
}
