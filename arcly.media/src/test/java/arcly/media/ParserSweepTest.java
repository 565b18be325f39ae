package arcly.media;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Random and damaged input with fixed seeds: it is refused or read, and nothing else happens. */
class ParserSweepTest {
    private static final int ROUNDS = 30_000;

    @ParameterizedTest
    @EnumSource
    void takesOrRefusesRandomBytes(Parsers parser) {
        Random random = new Random(2026);
        for (int round = 0; round < ROUNDS; round++) {
            byte[] data = new byte[random.nextInt(64)];
            random.nextBytes(data);
            parser.accepts(data);
        }
    }

    @ParameterizedTest
    @EnumSource
    void takesOrRefusesDamagedInput(Parsers parser) {
        Random random = new Random(parser.ordinal());
        List<byte[]> seeds = Seeds.of(parser);
        assertThat(seeds).isNotEmpty().allMatch(parser::accepts);
        for (int round = 0; round < ROUNDS / 3; round++) {
            parser.accepts(damaged(seeds.get(random.nextInt(seeds.size())), random));
        }
    }

    private static byte[] damaged(byte[] seed, Random random) {
        byte[] data = seed.clone();
        for (int i = random.nextInt(1, 6); i > 0 && data.length > 0; i--) {
            int at = random.nextInt(data.length);
            switch (random.nextInt(3)) {
                case 0 -> data[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> data[at] = (byte) random.nextInt();
                default -> data = cut(data, random);
            }
        }
        return data;
    }

    private static byte[] cut(byte[] data, Random random) {
        int from = random.nextInt(data.length);
        int to = from + random.nextInt(data.length - from);
        List<Byte> kept = new ArrayList<>();
        for (int i = 0; i < data.length; i++) {
            if (i < from || i >= to) {
                kept.add(data[i]);
            }
        }
        byte[] shorter = new byte[kept.size()];
        for (int i = 0; i < shorter.length; i++) {
            shorter[i] = kept.get(i);
        }
        return shorter;
    }
}
