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
        assertThat(reader.problems()).isEmpty();
        assertThat(settings).isEqualTo(TransportSettings.DEFAULT.withLoops(3).withHandover(Duration.ofSeconds(20), true));
    }

    @Test
    void badValueIsNamedAndTheOldOneStays() {
        SettingsReader reader = new SettingsReader(
                Map.of("handover.timeout", "never", "backlog", "0", "handover.foreign", "perhaps"));
        TransportSettings settings = reader.read(BEFORE);
        assertThat(settings).isEqualTo(BEFORE);
        assertThat(reader.problems()).containsExactlyInAnyOrder(
                "etc/arcly.transport.cfg: handover.timeout=never is refused; allowed are 1 to 600; 30 stays in force",
                "etc/arcly.transport.cfg: backlog=0 is refused; allowed are 1 to 65535; 1024 stays in force",
                "etc/arcly.transport.cfg: handover.foreign=perhaps is refused; allowed are true and false; true stays in force");
    }

    @Test
    void watermarksMustBeInOrder() {
        SettingsReader reader = new SettingsReader(Map.of("watermark.low", "300000"));
        assertThat(reader.read(TransportSettings.DEFAULT)).isEqualTo(TransportSettings.DEFAULT);
        assertThat(reader.problems()).containsExactly(
                "etc/arcly.transport.cfg: watermark.low=300000 is refused; allowed are numbers up to watermark.high, which is 262144; "
                        + "65536 below 262144 stays in force");
    }
}
