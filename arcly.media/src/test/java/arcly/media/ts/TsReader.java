package arcly.media.ts;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Takes a transport stream apart, independently of what made it. */
final class TsReader {
    static final long NONE = -1;

    /** One transport packet. {@code adaptation} is bytes with the length byte; {@code pcr} is 27 MHz or NONE. */
    record Packet(int pid, boolean start, int continuity, int adaptation, boolean discontinuity, boolean randomAccess, long pcr,
            byte[] payload) {

        @Override
        public String toString() {
            return String.format("%04x cc %2d", pid, continuity) + (start ? " start" : "")
                    + (adaptation > 0 ? " adaptation " + adaptation : "") + (discontinuity ? " discontinuity" : "")
                    + (randomAccess ? " random-access" : "") + (pcr != NONE ? " pcr " + pcr : "")
                    + (payload.length > 0 ? " payload " + payload.length : "") + (start ? " " + new Unit(this) : "");
        }
    }

    /** What begins in a packet: a PES packet or a section; the head as text. */
    record Unit(Packet packet) {
        @Override
        public String toString() {
            byte[] data = packet.payload();
            if (data[0] == 0 && data[1] == 0 && data[2] == 1) {
                Pes pes = Pes.read(data);
                return String.format("pes %02x length %d pts %d dts %d", data[3] & 0xFF, pes.length(), pes.pts(), pes.dts());
            }
            int length = (data[2] & 0xF) << 8 | data[3] & 0xFF;
            return "section " + HexFormat.of().formatHex(data, 1, 4 + length);
        }
    }

    /** A PES packet; {@code length} as its field says, {@code data} what follows the head. */
    record Pes(int streamId, int length, long pts, long dts, byte[] data) {
        static Pes read(byte[] bytes) {
            ByteBuffer in = ByteBuffer.wrap(bytes);
            assertThat(in.getInt(0) >>> 8).as("packet_start_code_prefix").isEqualTo(1);
            int flags = bytes[7] & 0xC0;
            long pts = timestamp(in, 9, flags == 0xC0 ? 3 : 2);
            long dts = flags == 0xC0 ? timestamp(in, 14, 1) : pts;
            byte[] data = Arrays.copyOfRange(bytes, 9 + bytes[8], bytes.length);
            return new Pes(bytes[3] & 0xFF, in.getShort(4) & 0xFFFF, pts, dts, data);
        }

        private static long timestamp(ByteBuffer in, int at, int prefix) {
            assertThat(in.get(at) >> 4).as("prefix of a timestamp").isEqualTo(prefix);
            assertThat(in.get(at) & in.get(at + 2) & in.get(at + 4) & 1).as("marker bits").isEqualTo(1);
            return (in.get(at) >> 1 & 7L) << 30 | (in.getShort(at + 1) & 0xFFFEL) << 14 | (in.getShort(at + 3) & 0xFFFF) >> 1;
        }
    }

    private TsReader() {
    }

    static List<Packet> packets(ByteBuffer stream) {
        assertThat(stream.remaining() % 188).as("bytes behind the last packet").isZero();
        List<Packet> packets = new ArrayList<>();
        for (int at = stream.position(); at < stream.limit(); at += 188) {
            byte[] bytes = new byte[188];
            stream.get(at, bytes);
            packets.add(packet(bytes));
        }
        return packets;
    }

    private static Packet packet(byte[] bytes) {
        assertThat(bytes[0]).as("sync_byte").isEqualTo((byte) 0x47);
        boolean hasAdaptation = (bytes[3] & 0x20) != 0;
        int adaptation = hasAdaptation ? 1 + (bytes[4] & 0xFF) : 0;
        int flags = adaptation > 1 ? bytes[5] : 0;
        boolean hasPcr = (flags & 0x10) != 0;
        ByteBuffer in = ByteBuffer.wrap(bytes);
        long base = (in.getInt(6) & 0xFFFF_FFFFL) << 1 | in.getShort(10) >> 15 & 1;
        long pcr = hasPcr ? base * 300 + (in.getShort(10) & 0x1FF) : NONE;
        int said = hasPcr ? 8 : Math.min(adaptation, 2);
        for (int i = 4 + said; i < 4 + adaptation; i++) {
            assertThat(bytes[i]).as("stuffing").isEqualTo((byte) 0xFF);
        }
        byte[] payload = Arrays.copyOfRange(bytes, 4 + adaptation, 188);
        assertThat((bytes[3] & 0x10) != 0).as("payload flag").isEqualTo(payload.length > 0);
        return new Packet((bytes[1] & 0x1F) << 8 | bytes[2] & 0xFF, (bytes[1] & 0x40) != 0, bytes[3] & 0xF, adaptation,
                (flags & 0x80) != 0, (flags & 0x40) != 0, pcr, payload);
    }

    /** The PES packets of one PID. */
    static List<Pes> pes(List<Packet> packets, int pid) {
        List<Pes> units = new ArrayList<>();
        List<byte[]> pieces = new ArrayList<>();
        for (Packet packet : packets.stream().filter(each -> each.pid() == pid && each.payload().length > 0).toList()) {
            if (packet.start() && !pieces.isEmpty()) {
                units.add(join(pieces));
                pieces.clear();
            }
            pieces.add(packet.payload());
        }
        units.add(join(pieces));
        return units;
    }

    private static Pes join(List<byte[]> pieces) {
        ByteBuffer whole = ByteBuffer.allocate(pieces.stream().mapToInt(piece -> piece.length).sum());
        pieces.forEach(whole::put);
        Pes pes = Pes.read(whole.array());
        assertThat(pes.length()).as("PES_packet_length").isIn(0, whole.capacity() - 6);
        return pes;
    }

    /** Each packet with payload counts one on within its PID; one without bears the number before it. */
    static void checkContinuity(List<Packet> packets) {
        int[] last = new int[8192];
        Arrays.fill(last, -1);
        for (Packet packet : packets) {
            int before = last[packet.pid()];
            if (before >= 0) {
                assertThat(packet.continuity()).as("continuity_counter of " + packet)
                        .isEqualTo(packet.payload().length > 0 ? before + 1 & 0xF : before);
            }
            last[packet.pid()] = packet.continuity();
        }
    }

    /** Longest time between two PCRs, milliseconds. */
    static double longestPcrInterval(List<Packet> packets) {
        List<Long> clocks = packets.stream().map(Packet::pcr).filter(pcr -> pcr != NONE).toList();
        double longest = 0;
        for (int i = 1; i < clocks.size(); i++) {
            longest = Math.max(longest, millis(clocks.get(i - 1), clocks.get(i)));
        }
        return longest;
    }

    /** Longest time between two beginnings of sections on that PID, milliseconds, by the PCR that follows each. */
    static double longestPsiInterval(List<Packet> packets, int pid) {
        double longest = 0;
        long last = NONE;
        boolean pending = false;
        for (Packet packet : packets) {
            pending |= packet.pid() == pid && packet.start();
            if (pending && packet.pcr() != NONE) {
                longest = last == NONE ? 0 : Math.max(longest, millis(last, packet.pcr()));
                last = packet.pcr();
                pending = false;
            }
        }
        return longest;
    }

    private static double millis(long from, long to) {
        long ticks = Math.floorMod(to - from, 300L << 33);
        assertThat(ticks).as("PCR " + to + " behind " + from).isLessThan(300L << 32); // otherwise it went back
        return ticks / 27_000.0;
    }
}
