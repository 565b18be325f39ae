package arcly.core.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import arcly.api.media.Payload;
import arcly.api.stream.StreamException;
import arcly.api.stream.StreamException.Reason;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetadataTest {
    private final Metadata metadata = new Metadata();

    private void refused(Object value, Reason reason) {
        Map<String, Object> before = metadata.values();
        assertThatThrownBy(() -> metadata.put("value", value)).isInstanceOfSatisfying(StreamException.class,
                e -> assertThat(e.reason()).isEqualTo(reason));
        assertThat(metadata.values()).isEqualTo(before);
    }

    @Test
    void keepsCopiesThatNobodyCanChange() {
        List<Object> list = new ArrayList<>(List.of("a", 1L, 2.5, true, Payload.wrap(new byte[3])));
        Map<String, Object> map = new HashMap<>(Map.of("list", list));
        assertThat(metadata.put("all", map)).isTrue();
        list.clear();
        map.clear();
        assertThat(metadata.values().get("all")).isEqualTo(Map.of("list",
                List.of("a", 1L, 2.5, true, Payload.wrap(new byte[3]))));
        assertThatThrownBy(() -> metadata.values().clear()).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void theVersionGrowsWithEachChangeOnly() {
        assertThat(metadata.put("a", 1L)).isTrue();
        assertThat(metadata.put("a", 1L)).isFalse();
        assertThat(metadata.put("b", null)).isFalse();
        assertThat(metadata.version()).isEqualTo(1);
        assertThat(metadata.put("a", null)).isTrue();
        assertThat(metadata.version()).isEqualTo(2);
        assertThat(metadata.values()).isEmpty();
    }

    @Test
    void refusesWhatIsNoValue() {
        refused(1, Reason.MALFORMED); // Integer: one kind of whole number is enough
        refused(new Object(), Reason.MALFORMED);
        refused(Map.of(1L, "a"), Reason.MALFORMED);
        List<Object> withNull = new ArrayList<>();
        withNull.add(null);
        refused(withNull, Reason.MALFORMED);
        Object deep = "bottom";
        for (int i = 0; i < Metadata.DEEPEST; i++) {
            deep = List.of(deep);
        }
        Object deepest = deep;
        metadata.put("deep", ((List<?>) deepest).get(0));
        refused(List.of(deepest), Reason.MALFORMED);
        assertThatThrownBy(() -> metadata.put("", "a")).isInstanceOf(StreamException.class);
    }

    @Test
    void refusesWhatIsTooMuch() {
        refused("x".repeat(Metadata.MOST_WEIGHT), Reason.LIMIT);
        for (int i = 0; i < Metadata.MOST_NAMES; i++) {
            metadata.put("name" + i, "x");
        }
        refused("one too many", Reason.LIMIT);
        metadata.put("name0", "may still change");
        metadata.put("name1", null);
        assertThat(metadata.put("value", "has room now")).isTrue();
    }
}
