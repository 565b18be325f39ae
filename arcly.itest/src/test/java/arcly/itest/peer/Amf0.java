package arcly.itest.peer;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** AMF 0 for tests: Double, Boolean, String, Map, List and null, both ways. */
public final class Amf0 {
    private static final int NUMBER = 0;
    private static final int BOOLEAN = 1;
    private static final int STRING = 2;
    private static final int OBJECT = 3;
    private static final int NULL = 5;
    private static final int UNDEFINED = 6;
    private static final int ECMA_ARRAY = 8;
    private static final int OBJECT_END = 9;
    private static final int STRICT_ARRAY = 10;

    private Amf0() {}

    public static byte[] write(Object... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        try {
            for (Object value : values) {
                write(out, value);
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    public static List<Object> read(byte[] bytes) {
        ByteBuffer in = ByteBuffer.wrap(bytes);
        List<Object> values = new ArrayList<>();
        while (in.hasRemaining()) {
            values.add(value(in));
        }
        return values;
    }

    private static void write(DataOutputStream out, Object value) throws IOException {
        if (value == null) {
            out.writeByte(NULL);
        } else if (value instanceof Number number) {
            out.writeByte(NUMBER);
            out.writeDouble(number.doubleValue());
        } else if (value instanceof Boolean yes) {
            out.writeByte(BOOLEAN);
            out.writeBoolean(yes);
        } else if (value instanceof String text) {
            out.writeByte(STRING);
            name(out, text);
        } else if (value instanceof Map<?, ?> object) {
            out.writeByte(OBJECT);
            for (Map.Entry<?, ?> entry : object.entrySet()) {
                name(out, (String) entry.getKey());
                write(out, entry.getValue());
            }
            out.writeShort(0);
            out.writeByte(OBJECT_END);
        } else {
            throw new IllegalArgumentException("no AMF 0 for " + value.getClass());
        }
    }

    private static void name(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeShort(bytes.length);
        out.write(bytes);
    }

    private static Object value(ByteBuffer in) {
        int marker = in.get();
        switch (marker) {
            case NUMBER:
                return in.getDouble();
            case BOOLEAN:
                return in.get() != 0;
            case STRING:
                return name(in);
            case ECMA_ARRAY:
                in.getInt(); // a hint only
                return object(in);
            case OBJECT:
                return object(in);
            case NULL, UNDEFINED:
                return null;
            case STRICT_ARRAY:
                int count = in.getInt();
                List<Object> list = new ArrayList<>();
                for (int i = 0; i < count; i++) {
                    list.add(value(in));
                }
                return list;
            default:
                throw new IllegalStateException("AMF 0 marker " + marker + " at " + (in.position() - 1));
        }
    }

    private static Map<String, Object> object(ByteBuffer in) {
        Map<String, Object> object = new LinkedHashMap<>();
        while (true) {
            String name = name(in);
            if (name.isEmpty() && in.get(in.position()) == OBJECT_END) {
                in.get();
                return object;
            }
            object.put(name, value(in));
        }
    }

    private static String name(ByteBuffer in) {
        byte[] bytes = new byte[in.getShort() & 0xFFFF];
        in.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }
}
