package arcly.api.config;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.media.TrackKind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ConfigurationValuesTest {

    @Test
    void whatIsNotSetHasItsDefault() {
        ConfigurationValues none = ConfigurationValues.of("arcly.x", Map.of());
        assertThat(none.number("port", 0, 65_535, 1935, 7)).isEqualTo(1935);
        assertThat(none.flag("on", true, false)).isTrue();
        assertThat(none.words("bind", List.of("a"), List.of("b"))).containsExactly("a");
        assertThat(none.choice("kind", TrackKind.class, TrackKind.AUDIO, TrackKind.VIDEO)).isEqualTo(TrackKind.AUDIO);
        assertThat(none.text("name", "[a-z]+", "a-z", "x", "y")).isEqualTo("x");
        assertThat(none.secret("key")).isEmpty();
        assertThat(none.problems()).isEmpty();
    }

    @Test
    void valuesComeAsTextOrAsTheyAre() {
        ConfigurationValues set = ConfigurationValues.of("arcly.x", Map.of("a", " 12 ", "b", 13, "c", "TRUE", "d", "x, y,,x",
                "e", new String[] {"p", "q"}, "f", List.of("r"), "g", "Video", "h", "250"));
        assertThat(set.number("a", 0, 20, 0, 0)).isEqualTo(12);
        assertThat(set.number("b", 0L, 20L, 0L, 0L)).isEqualTo(13);
        assertThat(set.flag("c", false, false)).isTrue();
        assertThat(set.words("d", List.of())).containsExactly("x", "y");
        assertThat(set.words("e", List.of())).containsExactly("p", "q");
        assertThat(set.words("f", List.of())).containsExactly("r");
        assertThat(set.choice("g", TrackKind.class, TrackKind.AUDIO, TrackKind.AUDIO)).isEqualTo(TrackKind.VIDEO);
        assertThat(set.millis("h", 0, 1000, 1, Duration.ZERO)).isEqualTo(Duration.ofMillis(250));
        assertThat(set.seconds("h", 0, 1000, 1, Duration.ZERO)).isEqualTo(Duration.ofSeconds(250));
        assertThat(set.problems()).isEmpty();
    }

    @Test
    void whatIsWrongIsNamedAndTheOldStays() {
        ConfigurationValues wrong = ConfigurationValues.of("arcly.x", Map.of("port", "99999", "on", "yes", "bind", " , ", "kind", "smell",
                "name", "A", "rate", "fast"));
        assertThat(wrong.number("port", 0, 65_535, 1935, 7)).isEqualTo(7);
        assertThat(wrong.flag("on", true, false)).isFalse();
        assertThat(wrong.words("bind", List.of("a"), List.of("b"))).containsExactly("b");
        assertThat(wrong.choice("kind", TrackKind.class, TrackKind.AUDIO, TrackKind.VIDEO)).isEqualTo(TrackKind.VIDEO);
        assertThat(wrong.text("name", "[a-z]+", "a-z", "x", "y")).isEqualTo("y");
        assertThat(wrong.number("rate", 1, 2, 1, 2)).isEqualTo(2);
        assertThat(wrong.problems()).containsExactly(
                "etc/arcly.x.cfg: port=99999 is refused; allowed are 0 to 65535; 7 stays in force",
                "etc/arcly.x.cfg: on=yes is refused; allowed are true and false; false stays in force",
                "etc/arcly.x.cfg: bind= ,  is refused; allowed are one or more, separated by commas; [b] stays in force",
                "etc/arcly.x.cfg: kind=smell is refused; allowed are [video, audio, text, data]; video stays in force",
                "etc/arcly.x.cfg: name=A is refused; allowed are a-z; y stays in force",
                "etc/arcly.x.cfg: rate=fast is refused; allowed are 1 to 2; 2 stays in force");
    }

    @Test
    void fileIsTheOneThatItWasReadFrom() {
        assertThat(ConfigurationValues.fileOf("arcly.x", Map.of("felix.fileinstall.filename", "file:/opt/arcly/etc/arcly.x~a.cfg")))
                .isEqualTo("etc/arcly.x~a.cfg");
        assertThat(ConfigurationValues.fileOf("arcly.x", Map.of())).isEqualTo("etc/arcly.x.cfg");
    }
}
