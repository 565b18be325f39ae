package arcly.media.mp4;

import io.netty.buffer.ByteBuf;
import java.util.List;

/** File type and segment type (ISO/IEC 14496-12, 4.3 and 8.16.2): "ftyp", "styp". The first brand is also the major one. */
record Brands(String type, List<String> brands) implements Box {
    @Override
    public void writeBody(ByteBuf out) {
        Box.writeType(brands.get(0), out);
        out.writeInt(0); // minor version
        brands.forEach(brand -> Box.writeType(brand, out));
    }
}
