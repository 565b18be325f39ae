package arcly.itest.ffmpeg;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What FFmpeg's framecrc muxer says: one packet a line. */
public final class Packets {

    /**
     * One packet; times in milliseconds.
     *
     * @param content size and checksum
     */
    public record Packet(int track, long dts, long pts, String content) {}

    private Packets() {}

    /** The same for any time base; times in microseconds. */
    public static List<Packet> readMicros(String framecrc) {
        Map<Integer, long[]> bases = new HashMap<>();
        List<Packet> packets = new ArrayList<>();
        for (String line : framecrc.lines().toList()) {
            if (line.startsWith("#tb ")) {
                String[] base = line.substring(4).split("[:/ ]+");
                bases.put(Integer.parseInt(base[0]), new long[] {Long.parseLong(base[1]), Long.parseLong(base[2])});
            } else if (!line.startsWith("#")) {
                String[] field = line.split(",\\s*");
                int track = Integer.parseInt(field[0].trim());
                packets.add(new Packet(track, micros(field[1], bases.get(track)), micros(field[2], bases.get(track)),
                        field[4].trim() + " " + field[5].trim()));
            }
        }
        return packets;
    }

    private static long micros(String ticks, long[] base) {
        return Math.round(Long.parseLong(ticks.trim()) * 1e6 * base[0] / base[1]);
    }

    /** Reads {@code stream, dts, pts, duration, size, crc[, flags]}; all time bases must be 1/1000, as FLV's are. */
    public static List<Packet> read(String framecrc) {
        List<Packet> packets = new ArrayList<>();
        for (String line : framecrc.lines().toList()) {
            if (line.startsWith("#tb") && !line.endsWith("1/1000")) {
                throw new IllegalStateException("the time base is not milliseconds: " + line);
            }
            if (!line.startsWith("#")) {
                String[] field = line.split(",\\s*");
                packets.add(new Packet(Integer.parseInt(field[0].trim()), Long.parseLong(field[1].trim()),
                        Long.parseLong(field[2].trim()), field[4].trim() + " " + field[5].trim()));
            }
        }
        return packets;
    }

    public static List<Packet> of(List<Packet> packets, int track) {
        return packets.stream().filter(packet -> packet.track() == track).toList();
    }
}
