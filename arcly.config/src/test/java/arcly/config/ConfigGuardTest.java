package arcly.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigGuardTest {
    @TempDir
    private Path folder;

    private ConfigGuard guard;

    @BeforeEach
    void oneBundle() throws IOException {
        Settings settings = Bundles.settings(folder);
        guard = new ConfigGuard(() -> settings);
    }

    /** What arrives when {@code value} is set; null if nothing does. */
    private Object delivered(String pid, String key, Object value) {
        Dictionary<String, Object> properties = new Hashtable<>();
        properties.put("service.pid", pid);
        properties.put("felix.fileinstall.filename", "file:/srv/arcly/etc/" + pid + ".cfg");
        properties.put(key, value);
        guard.modifyConfiguration(null, properties);
        return properties.get(key);
    }

    @Test
    void allowedValuesArriveAsTheyAre() {
        assertThat(delivered("arcly.server", "port", "80")).isEqualTo("80");
        assertThat(delivered("arcly.server", "port", 81)).isEqualTo(81);
        assertThat(guard.refusals()).isZero();
    }

    @Test
    void aBadValueAtTheStartMeansTheDefault() {
        assertThat(delivered("arcly.server", "port", "99999")).isNull();
    }

    @Test
    void aBadValueLaterLeavesTheOldOneInForceUntilItIsMended() {
        delivered("arcly.server", "port", "80");

        assertThat(delivered("arcly.server", "port", "99999")).isEqualTo("80");
        assertThat(delivered("arcly.server", "port", "99999")).isEqualTo("80");
        assertThat(guard.refusals()).as("said once").isEqualTo(1);
        assertThat(delivered("arcly.server", "port", "81")).isEqualTo("81");
        assertThat(delivered("arcly.server", "port", "x")).isEqualTo("81");
        assertThat(guard.refusals()).isEqualTo(2);
    }

    @Test
    void aKeyThatWasTakenAwayIsForgotten() {
        delivered("arcly.server", "port", "80");
        delivered("arcly.server", "strict", "true");

        assertThat(delivered("arcly.server", "port", "99999")).isNull();
    }

    @Test
    void instancesAreGuardedOneByOne() {
        delivered("arcly.room~a", "name.length", "abc");

        assertThat(delivered("arcly.room~b", "name.length", "abcd")).isNull();
        assertThat(delivered("arcly.room~a", "name.length", "abcd")).isEqualTo("abc");
    }

    @Test
    void listsAreGuardedItemByItem() {
        assertThat(delivered("arcly.server", "bind", new String[] {"::1", "127.0.0.1"})).isNotNull();
        assertThat(delivered("arcly.server", "port", List.of("1", "x"))).isNull();
    }

    @Test
    void foreignConfigurationsPassUntouched() {
        assertThat(delivered("com.example", "port", "x")).isEqualTo("x");
    }
}
