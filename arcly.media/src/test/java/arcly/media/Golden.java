package arcly.media;

import arcly.api.media.Payload;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Collectors;

/** The files of test/resources/golden. */
public final class Golden {
    private Golden() {
    }

    public static byte[] bytes(String name) {
        return hex(lines(name + ".hex").stream().collect(Collectors.joining()));
    }

    public static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits.replace(" ", ""));
    }

    public static String hex(Payload payload) {
        return HexFormat.of().formatHex(payload.toByteArray());
    }

    /** All lines but the comments. */
    public static List<String> lines(String name) {
        try (InputStream in = Golden.class.getResourceAsStream("/golden/" + name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().filter(line -> !line.startsWith("#")).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of a {@code .packets.txt} that begin with that type, without it. */
    public static List<Packet> packets(String name, String type) {
        return lines(name + ".packets.txt").stream().filter(line -> line.startsWith(type + ",")).map(Packet::parse).toList();
    }

    /** What ffprobe tells of one packet; times in milliseconds. */
    public record Packet(long pts, long dts, int size, boolean key, String hash) {
        static Packet parse(String line) {
            String[] fields = line.split(",");
            return new Packet(Math.round(Double.parseDouble(fields[1]) * 1000), Math.round(Double.parseDouble(fields[2]) * 1000),
                    Integer.parseInt(fields[3]), fields[4].startsWith("K"), fields[5]);
        }

        public static Packet of(long pts, long dts, boolean key, Payload payload) {
            return new Packet(pts, dts, payload.size(), key, md5(payload));
        }
    }

    private static String md5(Payload payload) {
        try {
            return "MD5:" + HexFormat.of().formatHex(MessageDigest.getInstance("MD5").digest(payload.toByteArray()));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
