package arcly.rtmp.session;

import static java.nio.charset.StandardCharsets.US_ASCII;

import arcly.media.flv.FlvTag;
import arcly.media.flv.FlvTagAssembler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Short files of FFmpeg's; without a name that with H.264, B-frames and AAC, 0.6 s. */
public final class Flv {
    private Flv() {
    }

    public static List<FlvTag> tags() {
        return tags("bframes");
    }

    /** Those of a golden file. */
    public static List<FlvTag> tags(String name) {
        byte[] file = read("/golden/" + name + ".flv.hex");
        List<FlvTag> tags = new ArrayList<>();
        new FlvTagAssembler(1 << 20).add(file, 0, file.length, tags::add);
        return tags;
    }

    private static byte[] read(String name) {
        try (InputStream in = Flv.class.getResourceAsStream(name)) {
            String text = new String(in.readAllBytes(), US_ASCII);
            StringBuilder hex = new StringBuilder();
            text.lines().filter(line -> !line.startsWith("#")).forEach(hex::append);
            return HexFormat.of().parseHex(hex.toString().trim());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
