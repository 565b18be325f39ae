package arcly.api.access;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProofTest {

    @Test
    void verifiesTheSecretAndNeverShowsIt() {
        Proof proof = Proof.plain("anna", "s3cret");
        assertThat(proof.verify("s3cret")).isTrue();
        assertThat(proof.verify("s3cre")).isFalse();
        assertThat(proof.verify("")).isFalse();
        assertThat(proof).hasToString("PLAIN of anna");
        assertThat(Proof.bearer("s3cret").toString()).doesNotContain("s3cret");
    }
}
