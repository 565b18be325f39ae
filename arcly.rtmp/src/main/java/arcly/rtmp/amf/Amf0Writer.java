package arcly.rtmp.amf;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.Map;

/** Appends values in AMF0. It takes what {@link Amf0Reader} gives, any Number for a Double and any Map for an object. */
public final class Amf0Writer {
    private static final int SHORT_STRING = 0xFFFF;

    private Amf0Writer() {
    }

    public static void writeAll(ByteBuf out, List<?> values) {
        for (Object value : values) {
            write(out, value);
        }
    }

    /** @throws IllegalArgumentException if the value is of a type that AMF0 does not have */
    public static void write(ByteBuf out, Object value) {
        if (value == null) {
            out.writeByte(Amf0Marker.NULL);
        } else if (value instanceof Number number) {
            out.writeByte(Amf0Marker.NUMBER).writeDouble(number.doubleValue());
        } else if (value instanceof Boolean bool) {
            out.writeByte(Amf0Marker.BOOLEAN).writeBoolean(bool);
        } else if (value instanceof String text) {
            string(out, text);
        } else if (value instanceof AmfObject object) {
            object(out, object);
        } else if (value instanceof EcmaArray array) {
            out.writeByte(Amf0Marker.ECMA_ARRAY).writeInt(array.entries().size());
            properties(out, array.entries());
        } else if (value instanceof Map<?, ?> map) {
            out.writeByte(Amf0Marker.OBJECT);
            properties(out, map);
        } else if (value instanceof List<?> list) {
            out.writeByte(Amf0Marker.STRICT_ARRAY).writeInt(list.size());
            writeAll(out, list);
        } else {
            rare(out, value);
        }
    }

    private static void rare(ByteBuf out, Object value) {
        if (value instanceof Undefined) {
            out.writeByte(Amf0Marker.UNDEFINED);
        } else if (value instanceof AmfDate date) {
            out.writeByte(Amf0Marker.DATE).writeDouble(date.millis()).writeShort(date.zone());
        } else if (value instanceof XmlText xml) {
            byte[] bytes = xml.text().getBytes(UTF_8);
            out.writeByte(Amf0Marker.XML_DOCUMENT).writeInt(bytes.length).writeBytes(bytes);
        } else if (value instanceof byte[]) {
            out.writeByte(Amf0Marker.AVM_PLUS); // AMF0 has no byte array
            Amf3Writer.write(out, value);
        } else {
            throw new IllegalArgumentException("AMF0 has no form for " + value.getClass().getName());
        }
    }

    private static void string(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(UTF_8);
        if (bytes.length <= SHORT_STRING) {
            out.writeByte(Amf0Marker.STRING).writeShort(bytes.length);
        } else {
            out.writeByte(Amf0Marker.LONG_STRING).writeInt(bytes.length);
        }
        out.writeBytes(bytes);
    }

    private static void object(ByteBuf out, AmfObject object) {
        if (object.className().isEmpty()) {
            out.writeByte(Amf0Marker.OBJECT);
        } else {
            out.writeByte(Amf0Marker.TYPED_OBJECT);
            name(out, object.className());
        }
        properties(out, object.properties());
    }

    private static void properties(ByteBuf out, Map<?, ?> properties) {
        properties.forEach((name, value) -> {
            name(out, name.toString());
            write(out, value);
        });
        out.writeShort(0).writeByte(Amf0Marker.OBJECT_END);
    }

    private static void name(ByteBuf out, String name) {
        byte[] bytes = name.getBytes(UTF_8);
        if (bytes.length > SHORT_STRING) {
            throw new IllegalArgumentException("a property name of " + bytes.length + " bytes; AMF0 allows " + SHORT_STRING);
        }
        out.writeShort(bytes.length).writeBytes(bytes);
    }
}
