package arcly.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
    private static Options parse(String line) {
        return Options.parse(line.isEmpty() ? new String[0] : line.split(" "), Path.of("/opt/arcly"));
    }

    @Test
    void runsInItsOwnFolderWhenNothingIsSaid() {
        assertThat(parse("")).extracting(Options::command, Options::home, Options::console)
                .containsExactly(Options.Command.RUN, Path.of("/opt/arcly"), false);
    }

    @Test
    void foldersMayBeElsewhere() {
        Options options = parse("--home /a --work /b --log /c --console");
        Home home = Home.at(options.home(), options.work(), options.log());

        assertThat(home).isEqualTo(new Home(Path.of("/a"), Path.of("/b"), Path.of("/c")));
        assertThat(options.console()).isTrue();
        assertThat(options.demo()).isFalse();
        assertThat(Home.at(Path.of("/a"), null, null)).isEqualTo(new Home(Path.of("/a"), Path.of("/a/work"), Path.of("/a/log")));
    }

    @Test
    void demoIsAskedForByName() {
        assertThat(parse("--demo")).extracting(Options::command, Options::demo).containsExactly(Options.Command.RUN, true);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--nonsense", "--home", "--write-config", "file", "--check-config file", "--write-config d -x"})
    void refusesWhatItDoesNotKnow(String line) {
        assertThatThrownBy(() -> parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void helpNamesEveryCommand() {
        assertThat(Options.HELP).contains("--check-config", "--write-config", "--version", "--help", "--home", "--work", "--log", "--demo");
    }
}
