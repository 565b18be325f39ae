package arcly.rtmp.relay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AdobeAuthTest {
    private static final String ASKED = "[ AccessManager.Reject ] : [ code=403 need auth; authmod=adobe ] : ";
    private static final String CHALLENGE = "[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=needauth&user=joe&salt=abc"
            + "&challenge=xyz&opaque=op==";

    @Test
    void knowsTheTwoRefusals() {
        assertThat(AdobeAuth.isAskedFor(ASKED)).isTrue();
        assertThat(AdobeAuth.isChallenge(ASKED)).isFalse();
        assertThat(AdobeAuth.isAskedFor(CHALLENGE)).isFalse();
        assertThat(AdobeAuth.isChallenge(CHALLENGE)).isTrue();
        assertThat(AdobeAuth.isChallenge("[ AccessManager.Reject ] : [ authmod=adobe ] : ?reason=authfailed&opaque=op=="))
                .isFalse();
        assertThat(AdobeAuth.name("j oe")).isEqualTo("?authmod=adobe&user=j+oe");
    }

    /** What FFmpeg 8.1 sent to a server that refused it with this. */
    @Test
    void answersAsFfmpegDoes() {
        assertThat(AdobeAuth.answer("joe", "pw", CHALLENGE, "1fb55f56"))
                .isEqualTo("?authmod=adobe&user=joe&challenge=1fb55f56&response=uSqqSW+MGfShx3BMOQTFqg==&opaque=op==");
    }
}
