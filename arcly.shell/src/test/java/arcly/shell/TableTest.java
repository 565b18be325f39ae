package arcly.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TableTest {
    @Test
    void columnsAreAlignedNumbersToTheRight() {
        Table table = new Table("STREAM", ">VIEWERS", "STATE");
        table.row("live/cam", 7, "publishing");
        table.row("live/a", 1200, "suspended");

        assertThat(table).hasToString("""
                STREAM    VIEWERS  STATE
                live/cam        7  publishing
                live/a       1200  suspended""");
    }

    @Test
    void aRowHasACellForEachColumn() {
        assertThatThrownBy(() -> new Table("A", "B").row("a")).isInstanceOf(IllegalArgumentException.class);
        assertThat(new Table("A").isEmpty()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({"0,0 bit/s", "999,999 bit/s", "1000,1.00 kbit/s", "2041000,2.04 Mbit/s", "9223372036854775807,9.22 Ebit/s"})
    void ratesAreScaled(long bits, String words) {
        assertThat(Words.bitrate(bits)).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({"0,0 s", "59,59 s", "723,12 min 3 s", "12000,3 h 20 min", "370800,4 d 7 h"})
    void timesNameTheirTwoLargestUnits(long seconds, String words) {
        assertThat(Words.time(Duration.ofSeconds(seconds))).isEqualTo(words);
    }
}
