package arcly.media.rtcp;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** SDES (RFC 3550, 6.5): who sources are. The one item that everybody sends is {@link #CNAME}. */
public final class SourceDescription extends RtcpPacket {
    /** Packet type. */
    public static final int TYPE = 202;
    /** The name that all tracks of one source share (6.5.1). */
    public static final int CNAME = 1;

    private static final int MOST_BYTES = 255; // an item's length has eight bits
    private static final int LARGEST_ITEM = 8; // PRIV
    private static final int MOST_CHUNKS = 31; // five bits

    private final List<Chunk> chunks;

    private SourceDescription(List<Chunk> chunks) {
        if (chunks.size() > MOST_CHUNKS) {
            throw new IllegalArgumentException(chunks.size() + " sources; allowed are 0 to " + MOST_CHUNKS);
        }
        this.chunks = List.copyOf(chunks);
    }

    /** Of one source, its name alone: up to 255 bytes of UTF-8. */
    public static SourceDescription cname(int ssrc, String name) {
        return new SourceDescription(List.of(Chunk.of(ssrc, Map.of(CNAME, name))));
    }

    /** @param chunks up to 31 */
    public static SourceDescription of(List<Chunk> chunks) {
        return new SourceDescription(chunks);
    }

    static SourceDescription read(RtcpBody in) {
        List<Chunk> chunks = new ArrayList<>();
        for (int i = 0; i < in.count(); i++) {
            int ssrc = in.integer("SSRC");
            Map<Integer, String> items = new TreeMap<>();
            int item = in.unsigned("SDES item");
            while (item != 0) {
                String text = new String(in.bytes("SDES item", in.unsigned("SDES item length")), StandardCharsets.UTF_8);
                items.putIfAbsent(item, text);
                item = in.unsigned("SDES item");
            }
            in.align();
            chunks.add(new Chunk(ssrc, items));
        }
        return new SourceDescription(chunks);
    }

    @Override
    void writeBody(ByteBuf out) {
        for (Chunk chunk : chunks) {
            int start = out.writerIndex();
            out.writeInt(chunk.ssrc);
            chunk.items.forEach((item, text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                int length = Math.min(MOST_BYTES, bytes.length); // what was read with other bytes than UTF-8 may have grown
                out.writeByte(item).writeByte(length).writeBytes(bytes, 0, length);
            });
            out.writeByte(0);
            out.writeZero(-(out.writerIndex() - start) & 3);
        }
    }

    @Override
    public int type() {
        return TYPE;
    }

    @Override
    int count() {
        return chunks.size();
    }

    @Override
    public int ssrc() {
        return chunks.isEmpty() ? 0 : chunks.get(0).ssrc;
    }

    /** Immutable. */
    public List<Chunk> chunks() {
        return chunks;
    }

    @Override
    public String toString() {
        return "SDES " + chunks;
    }

    /** One source's items. Immutable. */
    public static final class Chunk {
        private final int ssrc;
        private final Map<Integer, String> items;

        private Chunk(int ssrc, Map<Integer, String> items) {
            this.ssrc = ssrc;
            this.items = Collections.unmodifiableMap(items);
        }

        /** @param items texts of up to 255 bytes by item type, 1 to 8 */
        public static Chunk of(int ssrc, Map<Integer, String> items) {
            items.forEach((item, text) -> {
                int bytes = text.getBytes(StandardCharsets.UTF_8).length;
                if (item < CNAME || item > LARGEST_ITEM || bytes > MOST_BYTES) {
                    throw new IllegalArgumentException("item " + item + " of " + bytes + " bytes; allowed are 1 to "
                            + LARGEST_ITEM + " and up to " + MOST_BYTES);
                }
            });
            return new Chunk(ssrc, new TreeMap<>(items));
        }

        public int ssrc() {
            return ssrc;
        }

        /** By item type. */
        public Map<Integer, String> items() {
            return items;
        }

        @Override
        public String toString() {
            return Integer.toHexString(ssrc) + " " + items;
        }
    }
}
