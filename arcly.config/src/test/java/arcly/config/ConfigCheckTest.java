package arcly.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConfigCheckTest {
    @TempDir
    private Path folder;

    private Path etc;
    private Settings settings;

    @BeforeEach
    void distribution() throws IOException {
        etc = Files.createDirectory(folder.resolve("etc"));
        settings = Bundles.settings(folder);
    }

    private ConfigCheck check(String file, String text) throws IOException {
        Files.writeString(etc.resolve(file), text);
        return ConfigCheck.of(etc, settings);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port = 0", "port = 65535", "bind = ::1", "bind = ::1, 10.0.0.1", "ratio = 0.25", "strict = false", "mode = slow",
        "bytes = 9000000000"
    })
    void allowedValuesPass(String line) throws IOException {
        ConfigCheck check = check("arcly.server.cfg", line + "\n");

        assertThat(check.problems()).isEmpty();
        assertThat(check.remarks()).isEmpty();
        assertThat(check.report()).isEqualTo("etc: 1 file, 1 value set, all allowed\n");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "port = 65536|a whole number, 0 to 65535",
        "port = -1|a whole number, 0 to 65535",
        "port = abc|a whole number, 0 to 65535",
        "port = 99999999999|a whole number, 0 to 65535",
        "port =|a whole number, 0 to 65535",
        "ratio = 1.5|a number, 0 to 1",
        "strict = yes|true or false",
        "mode = medium|one of fast, slow",
        "bytes = 0|a whole number, 1 or more"
    })
    void refusedValuesNameFileLineKeyValueAndRange(String line, String allowed) throws IOException {
        ConfigCheck check = check("arcly.server.cfg", "# first\n\n" + line + "\n");

        String value = line.substring(line.indexOf('=') + 1).strip();
        String key = line.substring(0, line.indexOf(' '));
        assertThat(check.problems())
                .containsExactly("etc/arcly.server.cfg:3: " + key + " = " + value + ": allowed is " + allowed);
    }

    @Test
    void instancesOfAFactoryAreCheckedByTheirFactory() throws IOException {
        assertThat(check("arcly.room~live.cfg", "name.length = four\n").problems())
                .containsExactly("etc/arcly.room~live.cfg:1: name.length = four: allowed is text, at most 3 characters");
    }

    @Test
    void secretsAreNotShown() throws IOException {
        assertThat(check("arcly.room~live.cfg", "secret = abc\n").report())
                .contains("arcly.room~live.cfg:1: secret = ***")
                .doesNotContain("abc");
    }

    @Test
    void unknownKeysAndFilesAreRemarks() throws IOException {
        check("arcly.nobody.cfg", "a = 1\n");
        ConfigCheck check = check("arcly.server.cfg", "prot = 1\n");

        assertThat(check.problems()).isEmpty();
        assertThat(check.remarks()).containsExactly(
                "etc/arcly.nobody.cfg: no bundle of this distribution reads this file",
                "etc/arcly.server.cfg:1: prot is not a key of arcly.server (known are port, bind, ratio, strict, mode, bytes)");
    }

    @Test
    void hiddenAndPartialFilesAreNobodys() throws IOException {
        check(".arcly.server.cfg", "port = x\n");
        assertThat(check("arcly.server.cfg.part", "port = x\n").files()).isZero();
    }

    @Test
    void continuedLinesAreOneSettingNumberedByItsFirst() throws IOException {
        CfgFile file = CfgFile.read(Files.writeString(folder.resolve("x.cfg"), "# a \\\nbind = ::1,\\\n   10.0.0.1\nport = 1\n"));

        assertThat(file.lines()).containsExactly(new CfgFile.Line(2, "bind", "::1,10.0.0.1"), new CfgFile.Line(4, "port", "1"));
    }

    @Test
    void templatesShowDefaultsAndSetNothing() throws IOException {
        Path written = folder.resolve("written");
        ConfigTemplates.write(settings, written, List.of("arcly.room~live"));

        assertThat(written.resolve("arcly.server.cfg")).content()
                .contains("# TCP port (this listener)\n# A whole number, 0 to 65535.\n#port = 1935\n");
        assertThat(CfgFile.read(written.resolve("arcly.server.cfg")).lines()).isEmpty();
        assertThat(written.resolve("arcly.room~live.cfg")).exists();
        assertThat(written.resolve("arcly.room.cfg")).doesNotExist();
    }

    @Test
    void templatesLeaveAFileAloneInWhichSomethingIsSet() throws IOException {
        Path file = Files.writeString(etc.resolve("arcly.server.cfg"), "port = 80\n");
        ConfigTemplates.write(settings, etc, List.of());
        assertThat(file).content().isEqualTo("port = 80\n");

        Files.writeString(file, "#port = 80\n");
        ConfigTemplates.write(settings, etc, List.of());
        assertThat(file).content().contains("#port = 1935\n");
    }

    @Test
    void templatesWithTheCommentsTakenAwayAreAllowed() throws IOException {
        ConfigTemplates.write(settings, etc, List.of("arcly.room~live"));
        for (Path file : List.of(etc.resolve("arcly.server.cfg"), etc.resolve("arcly.room~live.cfg"))) {
            Files.writeString(file, Files.readString(file).replaceAll("(?m)^#(?=[a-z.]+ =)", ""));
        }

        ConfigCheck check = ConfigCheck.of(etc, settings);

        assertThat(check.problems()).isEmpty();
        assertThat(check.values()).isEqualTo(8);
    }

    @Test
    void aFactoryNobodyHasIsRefused() {
        assertThatThrownBy(() -> ConfigTemplates.write(settings, folder, List.of("arcly.hall~live")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("arcly.hall~live");
    }
}
