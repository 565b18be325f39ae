package arcly.core.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.stream.Application;
import arcly.api.stream.StreamException;
import arcly.api.stream.Takeover;
import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is configured: what is taken, and what is said of what is not. */
class ConfigurationTest {
    private static final String PID = "arcly.application~live";

    private final Applications applications = new Applications();

    @ParameterizedTest
    @CsvSource({
        "takeover, often, 'allowed are [reject, replace, standby]', reject",
        "takeover.stale, 99, allowed are 100 to 600000, 2000",
        "grace, -1, allowed are 0 to 3600000, 7000",
        "grace, ten, allowed are 0 to 3600000, 7000",
        "publisher.idle, 3600001, allowed are 0 to 3600000, 30000",
        "tracks.wait, 60001, allowed are 0 to 60000, 1000",
        "ring.frames, 63, allowed are 64 to 1048576, 4096",
        "ring.bytes, 1, allowed are 65536 to 1073741824, 33554432",
        "streams.most, 0, allowed are 1 to 1000000, 1000",
        "readers.most, 0, allowed are 1 to 1000000, 100000",
        "lag.time, 99, allowed are 100 to 3600000, 10000",
        "lag.bytes, 0, allowed are 65536 to 1073741824, 25165824",
        "evict.after, 999, allowed are 1000 to 3600000, 30000",
        "join.audio.back, -1, allowed are 0 to 60000, 1000",
        "ondemand.delay, 999, allowed are 1000 to 3600000, 10000",
        "access.deadline, 60001, allowed are 100 to 60000, 5000"})
    void aBadValueIsRefusedWithFileKeyValueAndRangeAndTheOldOneStays(String key, String value, String allowed, String inForce) {
        applications.configure(PID, Map.of("grace", "7000"));
        Map<String, String> changed = new HashMap<>(Map.of("grace", "7000"));
        changed.put(key, value);
        List<String> problems = applications.configure(PID, changed);
        assertThat(problems).containsExactly("etc/arcly.application~live.cfg: " + key + "=" + value + " is refused; " + allowed
                + "; " + inForce + " stays in force");
    }

    @Test
    void goodValuesBesideABadOneAreTaken() {
        applications.configure(PID, Map.of("grace", "7000"));
        applications.configure(PID, Map.of("grace", "oops", "takeover", "REPLACE", "readers.most", 7));
        HostedApplication live = applications.require("live");
        assertThat(live.grace()).isEqualTo(Duration.ofSeconds(7));
        assertThat(live.takeover()).isEqualTo(Takeover.REPLACE);
        assertThat(live.mostReadersPerStream()).isEqualTo(7);
    }

    @Test
    void aKeyThatIsTakenOutHasItsDefaultAgain() {
        applications.configure(PID, Map.of("grace", "7000"));
        applications.configure(PID, Map.of());
        assertThat(applications.require("live").grace()).isEqualTo(Duration.ofMillis(ApplicationSettings.GRACE));
    }

    @Test
    void theFileIsNamedAsItIs() {
        List<String> problems = applications.configure(PID, Map.of("grace", "x",
                "felix.fileinstall.filename", "file:/opt/arcly/etc/arcly.application~live.cfg"));
        assertThat(problems.get(0)).startsWith("etc/arcly.application~live.cfg: grace=x");
    }

    @Test
    void unknownApplicationsAreRefusedAndNamesAreUnique() {
        assertThatThrownBy(() -> applications.require("live")).isInstanceOf(StreamException.class);
        applications.configure(PID, Map.of());
        assertThat(applications.configure("arcly.application~other", Map.of("name", "live")).get(0))
                .contains("has that name already");
        assertThat(applications.configure("arcly.application~a", Map.of("name", "a/b")).get(0)).contains("name=a/b is refused");
        assertThat(applications.all()).extracting(Application::name).containsExactly("live");
        applications.remove(PID);
        assertThatThrownBy(() -> applications.require("live")).isInstanceOf(StreamException.class);
        applications.configure("arcly.application~other", Map.of("name", "live"));
        assertThat(applications.require("live").isConfigured()).isTrue();
    }

    @Test
    void renamedItIsAnotherApplication() {
        applications.configure(PID, Map.of());
        applications.configure(PID, Map.of("name", "studio"));
        assertThat(applications.all()).extracting(Application::name).containsExactly("studio");
    }

    @Test
    void extrasAreForOthersAndSecretsForNobody() {
        applications.configure(PID, Map.of("publish.key", "hidden", "colour", "red", "access.required", "a, b"));
        HostedApplication live = applications.require("live");
        assertThat(live.setting("colour")).isEqualTo("red");
        assertThat(live.setting("publish.key")).isNull();
        assertThat(live.requiredPolicies()).containsExactlyInAnyOrder("a", "b");
    }

    @Test
    void theKernelsOwn() {
        KernelSettings first = KernelSettings.read(Map.of("streams.total", "5"), KernelSettings.DEFAULTS);
        KernelSettings second = KernelSettings.read(Map.of("streams.total", "0", "sessions.total", "9"), first);
        assertThat(second.problems()).containsExactly(
                "etc/arcly.core.cfg: streams.total=0 is refused; allowed are 1 to 1000000; 5 stays in force");
        assertThat(second.streamsTotal()).isEqualTo(5);
        assertThat(second.sessionsTotal()).isEqualTo(9);
        assertThat(second.ringsBytesTotal()).isEqualTo(Runtime.getRuntime().maxMemory() / 4);
    }

    /** The declared defaults are those that are in force when nothing is set, and the README names every key with its default. */
    @Test
    void whatIsDeclaredIsWhatHoldsAndIsWritten() throws IOException {
        String readme = Files.readString(Path.of("README.md"));
        Map<String, Object> declared = new HashMap<>();
        for (Class<?> config : List.of(ApplicationConfig.class, KernelSettings.Config.class)) {
            for (Method method : config.getDeclaredMethods()) {
                String key = method.getName().replace('_', '.');
                declared.put(key, method.getDefaultValue());
                assertThat(readme).containsPattern("\\| `" + key.replace(".", "\\.") + "` \\|.*\\|.*"
                        + (method.getDefaultValue().toString().isEmpty() ? "" : method.getDefaultValue()) + ".*\\|");
            }
        }
        assertThat(ApplicationSettings.read(PID, declared, null).problems()).isEmpty();
        ApplicationSettings set = ApplicationSettings.read(PID, declared, null);
        ApplicationSettings unset = ApplicationSettings.read(PID, Map.of(), null);
        for (Method method : ApplicationSettings.class.getDeclaredMethods()) {
            if (Modifier.isPublic(method.getModifiers()) && method.getParameterCount() == 0) {
                assertThat(invoke(method, set)).as(method.getName()).isEqualTo(invoke(method, unset));
            }
        }
    }

    private static Object invoke(Method method, Object on) {
        try {
            return method.invoke(on);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError(e);
        }
    }
}
