package arcly.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InstanceFilesTest {

    @ParameterizedTest
    @CsvSource({
        "arcly.application~live.cfg,true", "a~b.cfg,true", "arcly.application~a-b.cfg,true", "arcly.rtmp.cfg,false",
        "arcly.application-live.cfg,false", ".arcly.application~live.cfg,false", "arcly.application~live.cfg.part,false",
        "arcly.application~.cfg,false", "~live.cfg,false", "a~b~c.cfg,false", "arcly.application~live.config,false"
    })
    void readsInstancesOfFactoriesAndNothingElse(String name, boolean reads) {
        assertThat(InstanceFiles.isInstance(name)).isEqualTo(reads);
    }

    @ParameterizedTest
    @CsvSource({"plain,plain", "${a}/x,1/x", "${env:B} ${a},2 1", "${unknown},${unknown}", "${},${}", "a$b,a$b"})
    void variablesAreReplacedWhereTheyAreKnown(String value, String replaced) {
        assertThat(InstanceFiles.substituted(value, Map.of("a", "1", "env:B", "2")::get)).isEqualTo(replaced);
    }
}
