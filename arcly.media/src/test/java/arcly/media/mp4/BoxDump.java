package arcly.media.mp4;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;

/** Boxes as lines of text: type, and the body in hexadecimal digits or, indented, the boxes in it. */
final class BoxDump {
    private static final Set<String> CONTAINERS =
            Set.of("moov", "trak", "mdia", "minf", "dinf", "stbl", "mvex", "moof", "traf");

    private BoxDump() {
    }

    static List<String> of(List<ByteBuffer> buffers) {
        ByteBuffer whole = join(buffers);
        List<String> lines = new ArrayList<>();
        dump(whole, "", lines);
        return lines;
    }

    static ByteBuffer join(List<ByteBuffer> buffers) {
        ByteBuffer whole = ByteBuffer.allocate(buffers.stream().mapToInt(ByteBuffer::remaining).sum());
        buffers.forEach(buffer -> whole.put(buffer.duplicate()));
        return whole.flip();
    }

    private static void dump(ByteBuffer in, String indent, List<String> lines) {
        while (in.hasRemaining()) {
            int size = in.getInt();
            byte[] type = new byte[4];
            in.get(type);
            String name = new String(type, StandardCharsets.US_ASCII);
            assertThat(size - 8).as("body of " + name).isBetween(0, in.remaining());
            ByteBuffer body = in.slice(in.position(), size - 8);
            in.position(in.position() + size - 8);
            if (CONTAINERS.contains(name)) {
                lines.add(indent + name);
                dump(body, indent + "  ", lines);
            } else if (name.equals("mdat")) {
                lines.add(indent + name + " " + body.remaining() + " bytes");
            } else {
                byte[] bytes = new byte[body.remaining()];
                body.get(bytes);
                lines.add(indent + name + " " + HexFormat.of().formatHex(bytes));
            }
        }
    }
}
