package arcly.rtmp.amf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/**
 * Appends values in AMF3, each in full: nothing is sent by reference, which every reader takes.
 *
 * <p>It takes what {@link Amf3Reader} gives, any Number for a Double and any Map for an object.
 */
public final class Amf3Writer {
    private static final int NO_TRAITS_BUT_DYNAMIC = 0x0B;

    private Amf3Writer() {
    }

    /** @throws IllegalArgumentException if the value is of a type that AMF3 does not have */
    public static void write(ByteBuf out, Object value) {
        if (value == null) {
            out.writeByte(Amf3Marker.NULL);
        } else if (value instanceof Undefined) {
            out.writeByte(Amf3Marker.UNDEFINED);
        } else if (value instanceof Boolean bool) {
            out.writeByte(bool ? Amf3Marker.TRUE : Amf3Marker.FALSE);
        } else if (value instanceof Number number) {
            out.writeByte(Amf3Marker.DOUBLE).writeDouble(number.doubleValue());
        } else if (value instanceof String text) {
            out.writeByte(Amf3Marker.STRING);
            string(out, text);
        } else if (value instanceof XmlText xml) {
            out.writeByte(Amf3Marker.XML);
            string(out, xml.text());
        } else if (value instanceof AmfDate date) {
            out.writeByte(Amf3Marker.DATE).writeByte(1).writeDouble(date.millis());
        } else if (value instanceof byte[] bytes) {
            out.writeByte(Amf3Marker.BYTE_ARRAY);
            unsigned29(out, bytes.length << 1 | 1);
            out.writeBytes(bytes);
        } else {
            complex(out, value);
        }
    }

    private static void complex(ByteBuf out, Object value) {
        if (value instanceof List<?> list) {
            out.writeByte(Amf3Marker.ARRAY);
            unsigned29(out, list.size() << 1 | 1);
            string(out, ""); // no named entries
            list.forEach(element -> write(out, element));
        } else if (value instanceof EcmaArray array) {
            out.writeByte(Amf3Marker.ARRAY).writeByte(1);
            properties(out, array.entries());
        } else if (value instanceof AmfObject object) {
            out.writeByte(Amf3Marker.OBJECT).writeByte(NO_TRAITS_BUT_DYNAMIC);
            string(out, object.className());
            properties(out, object.properties());
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(Amf3Marker.OBJECT).writeByte(NO_TRAITS_BUT_DYNAMIC);
            string(out, "");
            properties(out, map);
        } else {
            throw new IllegalArgumentException("AMF3 has no form for " + value.getClass().getName());
        }
    }

    private static void properties(ByteBuf out, Map<?, ?> properties) {
        properties.forEach((name, value) -> {
            string(out, name.toString());
            write(out, value);
        });
        string(out, "");
    }

    private static void string(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        unsigned29(out, bytes.length << 1 | 1);
        out.writeBytes(bytes);
    }

    private static void unsigned29(ByteBuf out, int value) {
        if (value < 0x80) {
            out.writeByte(value);
        } else if (value < 0x4000) {
            out.writeByte(value >> 7 | 0x80).writeByte(value & 0x7F);
        } else if (value < 0x20_0000) {
            out.writeByte(value >> 14 | 0x80).writeByte(value >> 7 & 0x7F | 0x80).writeByte(value & 0x7F);
        } else {
            out.writeByte(value >> 22 | 0x80).writeByte(value >> 15 & 0x7F | 0x80).writeByte(value >> 8 & 0x7F | 0x80);
            out.writeByte(value & 0xFF);
        }
    }
}
