package arcly.api.handover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class BatonTest {

    @Test
    void nobodyCanChangeWhatWasLeft() {
        byte[] bytes = {1, 2};
        Baton baton = Baton.of("rtmp.connection", 1, bytes);
        bytes[0] = 9;
        baton.bytes()[1] = 9;
        assertThat(baton.bytes()).containsExactly(1, 2);
        assertThat(baton).hasToString("rtmp.connection v1 (2 bytes)");
    }

    @Test
    void versionsBeginWithOne() {
        assertThatThrownBy(() -> Baton.of("x", 0, new byte[0])).hasMessageContaining("1 and above");
    }
}
