package arcly.media;

import java.util.Locale;
import java.util.MissingResourceException;

/** The three letters of ISO 639-2/T that containers use, of the BCP 47 tag that a track has. */
public final class LanguageCode {
    /** A language that is not known. */
    public static final String UNDETERMINED = "und";

    private LanguageCode() {
    }

    /** Three lower case letters; {@link #UNDETERMINED} for an empty tag and for one that ISO 639-2 has no code for. */
    public static String of(String languageTag) {
        try {
            String code = Locale.forLanguageTag(languageTag).getISO3Language();
            return code.matches("[a-z]{3}") ? code : UNDETERMINED;
        } catch (MissingResourceException noCode) {
            return UNDETERMINED;
        }
    }
}
