package arcly.media.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReorderBufferTest {
    private static final long WAIT = 50;

    private final List<String> out = new ArrayList<>();
    private ReorderBuffer buffer = new ReorderBuffer(8, WAIT);
    private long now;

    private static RtpPacket packet(int sequence) {
        byte[] data = new byte[RtpPacket.FIXED_LENGTH];
        data[0] = (byte) 0x80;
        data[2] = (byte) (sequence >> 8);
        data[3] = (byte) sequence;
        return RtpPacket.read(data, 0, data.length);
    }

    private void add(int... sequences) {
        for (int sequence : sequences) {
            buffer.add(packet(sequence), now, this::take);
        }
    }

    private void take(RtpPacket packet, int lost) {
        out.add((lost == 0 ? "" : "-" + lost + " ") + packet.sequence());
    }

    private void tickAt(long time) {
        now = time;
        buffer.tick(now, this::take);
    }

    @Test
    void whatIsInOrderGoesThroughAtOnce() {
        add(65_534, 65_535, 0, 1);
        assertThat(out).containsExactly("65534", "65535", "0", "1");
        assertThat(buffer.held()).isZero();
        assertThat(buffer.deadline()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void whatComesTooEarlyWaits() {
        add(65_535, 1, 2, 0, 3);
        assertThat(out).containsExactly("65535", "0", "1", "2", "3");
        assertThat(buffer.lost() + buffer.late() + buffer.duplicates()).isZero();
    }

    @Test
    void whatNeverComesIsWaitedForSoLong() {
        add(10);
        now = 5;
        add(12, 14);
        assertThat(buffer.deadline()).isEqualTo(5 + WAIT);
        tickAt(54);
        assertThat(out).containsExactly("10");
        tickAt(55);
        assertThat(out).containsExactly("10", "-1 12", "-1 14");
        assertThat(buffer.lost()).isEqualTo(2);
        add(11);
        assertThat(out).hasSize(3);
        assertThat(buffer.late()).isEqualTo(1);
    }

    @Test
    void holeAfterAHoleIsWaitedForFromItsOwnTime() {
        add(10);
        now = 5;
        add(12);
        now = 30;
        add(14);
        tickAt(55);
        assertThat(out).containsExactly("10", "-1 12");
        assertThat(buffer.deadline()).isEqualTo(30 + WAIT);
        add(13);
        assertThat(out).containsExactly("10", "-1 12", "13", "14");
    }

    @Test
    void packetArrivingAfterTheTimeIsOverEndsTheWaitToo() {
        add(10, 12);
        now = WAIT;
        add(13);
        assertThat(out).containsExactly("10", "-1 12", "13");
    }

    @Test
    void onlySoManyWait() {
        add(1);
        add(3, 4, 5, 6, 7, 8, 9, 10);
        assertThat(out).containsExactly("1");
        add(11);
        assertThat(out).startsWith("1", "-1 3", "4").endsWith("11");
    }

    @Test
    void longHoleIsNotWaitedFor() {
        add(1, 1_000);
        assertThat(out).containsExactly("1", "-998 1000");
        add(1_002, 2_000);
        assertThat(out).containsExactly("1", "-998 1000", "-1 1002", "-997 2000");
    }

    @Test
    void onAWireThatKeepsTheOrderNothingWaits() {
        buffer = new ReorderBuffer(0, 0);
        add(1, 2, 4, 5, 700);
        assertThat(out).containsExactly("1", "2", "-1 4", "5", "-694 700");
    }

    @Test
    void duplicatesAreCountedWhereverTheyAre() {
        add(1, 2, 2, 1, 4, 4, 3, 4);
        assertThat(out).containsExactly("1", "2", "3", "4");
        assertThat(buffer.duplicates()).isEqualTo(4);
        assertThat(buffer.late()).isZero();
    }

    @Test
    void strayNumberChangesNothing() {
        add(1, 2, 30_000, 3, 40_000, 50_000, 4);
        assertThat(out).containsExactly("1", "2", "3", "4");
        assertThat(buffer.strays()).isEqualTo(3);
        assertThat(buffer.resets()).isZero();
    }

    @Test
    void twoFarNumbersInARowAreANewBeginning() {
        add(1, 2, 4, 30_000, 30_001, 30_002);
        assertThat(out).containsExactly("1", "2", "-1 4", "--1 30000", "30001", "30002");
        assertThat(buffer.resets()).isEqualTo(1);
        assertThat(buffer.strays()).isZero();
    }

    @Test
    void restartGivesOutWhatWaits() {
        add(1, 3);
        buffer.restart(this::take);
        add(40_000, 40_001);
        assertThat(out).containsExactly("1", "-1 3", "--1 40000", "40001");
    }

    /** Random loss, swaps and duplicates, over several wraps: in order, each at most once, and every packet accounted for. */
    @Test
    void keepsTheBooksUnderAnyPattern() {
        for (int seed = 0; seed < 50; seed++) {
            Random random = new Random(seed);
            ReorderBuffer each = new ReorderBuffer(16, 20);
            List<Integer> sent = new ArrayList<>();
            for (int i = 60_000; i < 70_000; i++) {
                if (random.nextInt(20) > 0 || i == 60_000) {
                    sent.add(i);
                    if (random.nextInt(30) == 0) {
                        sent.add(i);
                    }
                }
            }
            for (int i = 1; i + 5 < sent.size(); i++) {
                if (random.nextInt(10) == 0) {
                    Collections.swap(sent, i, i + 1 + random.nextInt(4));
                }
            }
            long[] state = {59_999, 0, 0}; // last number, given, lost
            PacketSink sink = (packet, lost) -> {
                state[0] += lost + 1;
                assertThat(packet.sequence()).isEqualTo((int) (state[0] & 0xFFFF));
                state[1]++;
                state[2] += lost;
            };
            long time = 0;
            for (int sequence : sent) {
                each.add(packet(sequence & 0xFFFF), time++, sink);
            }
            each.tick(time + 1_000, sink);
            assertThat(each.lost()).isEqualTo(state[2]);
            assertThat(state[1] + each.late() + each.duplicates()).isEqualTo(sent.size()).isEqualTo(each.received());
        }
    }
}
