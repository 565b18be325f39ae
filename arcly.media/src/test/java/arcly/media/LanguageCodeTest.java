package arcly.media;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageCodeTest {

    @ParameterizedTest(name = "tag {0}")
    @CsvSource({"en, eng", "de-AT, deu", "pt-BR, por", "zh-Hant-TW, zho", "deu, deu", "gsw, gsw", "'', und", "x-klingon, und",
        "q, und", "zz, und", "'?', und"})
    void threeLetters(String tag, String code) {
        assertThat(LanguageCode.of(tag)).isEqualTo(code);
    }
}
