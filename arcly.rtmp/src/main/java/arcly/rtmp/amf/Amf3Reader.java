package arcly.rtmp.amf;

import static java.nio.charset.StandardCharsets.UTF_8;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads values in AMF3 (Adobe, Action Message Format AMF 3, 2013) into the same types as {@link Amf0Reader}.
 *
 * <p>Integers come out as Double, byte arrays as {@code byte[]}, vectors as List, a dictionary as an {@link EcmaArray} whose
 * names are its keys as text. An array with named entries is an EcmaArray in which the dense part has its numbers as names.
 */
public final class Amf3Reader {
    private static final String FORMAT = "AMF3";

    /** How objects of one class are laid out (AMF3 3.12). */
    private record Traits(String className, List<String> names, boolean dynamic, boolean externalizable) {
    }

    private final ByteBuf in;
    private final int start;
    private final AmfLimits.Budget budget;
    private final List<String> strings = new ArrayList<>();
    private final List<Traits> traits = new ArrayList<>();
    private final List<Object> objects = new ArrayList<>();
    private final List<Long> objectBytes = new ArrayList<>(); // what each takes written out; negative while it is open

    public Amf3Reader(ByteBuf in, AmfLimits limits) {
        this(in, in.readerIndex(), new AmfLimits.Budget(limits));
    }

    Amf3Reader(ByteBuf in, int start, AmfLimits.Budget budget) {
        this.in = in;
        this.start = start;
        this.budget = budget;
    }

    /** @throws RtmpException if the bytes are no AMF3 value or a limit is hit */
    public Object read() {
        int marker = need(1).readUnsignedByte();
        budget.value(FORMAT, offset());
        return switch (marker) {
            case Amf3Marker.UNDEFINED -> Undefined.UNDEFINED;
            case Amf3Marker.NULL -> null;
            case Amf3Marker.FALSE -> Boolean.FALSE;
            case Amf3Marker.TRUE -> Boolean.TRUE;
            case Amf3Marker.INTEGER -> (double) (unsigned29() << 3 >> 3); // 29 bits, the highest is the sign
            case Amf3Marker.DOUBLE -> need(8).readDouble();
            case Amf3Marker.STRING -> string();
            case Amf3Marker.XML_DOCUMENT, Amf3Marker.XML -> complex(size -> leaf(new XmlText(text(size)), size));
            case Amf3Marker.DATE -> complex(unused -> leaf(new AmfDate(need(8).readDouble(), (short) 0), 8));
            case Amf3Marker.BYTE_ARRAY -> complex(size -> leaf(bytes(size), size));
            case Amf3Marker.ARRAY -> complex(this::array);
            case Amf3Marker.OBJECT -> complex(this::object);
            case Amf3Marker.VECTOR_INT -> complex(size -> vector(size, 4, () -> (double) in.readInt()));
            case Amf3Marker.VECTOR_UINT -> complex(size -> vector(size, 4, () -> (double) in.readUnsignedInt()));
            case Amf3Marker.VECTOR_DOUBLE -> complex(size -> vector(size, 8, in::readDouble));
            case Amf3Marker.VECTOR_OBJECT -> complex(this::vectorOfObjects);
            case Amf3Marker.DICTIONARY -> complex(this::dictionary);
            default -> throw new RtmpException("AMF3 marker " + marker + " at byte " + (offset() - 1) + "; 0 to 17 are values");
        };
    }

    /** Reads what follows the 28 bits that say how much, or what. */
    private interface Body {
        Object read(int value);
    }

    private interface Element {
        Object read();
    }

    /** The lowest bit tells a value from a reference to an earlier one. */
    private Object complex(Body body) {
        int header = unsigned29();
        if ((header & 1) != 0) {
            return body.read(header >> 1);
        }
        int index = header >> 1;
        if (index >= objects.size() || objectBytes.get(index) < 0) {
            throw new RtmpException("AMF3 reference " + index + " before byte " + offset() + "; " + objects.size()
                    + " objects came before, and an object cannot hold itself");
        }
        budget.refer(objectBytes.get(index), FORMAT, offset());
        return objects.get(index);
    }

    private Object leaf(Object value, long bytes) {
        objects.add(value);
        objectBytes.add(bytes);
        return value;
    }

    private Object array(int denseLength) {
        checkCount(denseLength, 1);
        List<Object> dense = new ArrayList<>();
        int index = open(dense);
        EcmaArray named = null;
        for (String name = string(); !name.isEmpty(); name = string()) {
            if (named == null) {
                named = new EcmaArray();
                objects.set(index, named);
            }
            named.with(name, read());
        }
        for (int i = 0; i < denseLength; i++) {
            Object value = read();
            if (named == null) {
                dense.add(value);
            } else {
                named.with(Integer.toString(i), value);
            }
        }
        close(index);
        return objects.get(index);
    }

    private Object object(int header) {
        Traits of = traits(header);
        if (of.externalizable()) {
            return external(of);
        }
        Map<String, Object> properties = new LinkedHashMap<>();
        AmfObject object = new AmfObject(of.className(), properties);
        int index = open(object);
        for (String name : of.names()) {
            properties.put(name, read());
        }
        if (of.dynamic()) {
            for (String name = string(); !name.isEmpty(); name = string()) {
                properties.put(name, read());
            }
        }
        close(index);
        return object;
    }

    private Traits traits(int header) {
        if ((header & 1) == 0) {
            int index = header >> 1;
            if (index >= traits.size()) {
                throw new RtmpException("AMF3 traits reference " + index + " before byte " + offset() + "; " + traits.size()
                        + " came before");
            }
            return traits.get(index);
        }
        boolean externalizable = (header & 2) != 0;
        boolean dynamic = (header & 4) != 0;
        int count = header >> 3;
        checkCount(count, 1);
        String className = string();
        List<String> names = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            budget.value(FORMAT, offset()); // an object without values may still announce thousands of names
            names.add(string());
        }
        Traits read = new Traits(className, names, dynamic, externalizable);
        traits.add(read);
        return read;
    }

    /** Classes that write themselves have no general form; these two wrap a single value. */
    private Object external(Traits of) {
        if (!of.className().equals("flex.messaging.io.ArrayCollection")
                && !of.className().equals("flex.messaging.io.ObjectProxy")) {
            throw new RtmpException("AMF3 object of class '" + of.className() + "' before byte " + offset()
                    + " writes itself; its form is not known");
        }
        int index = open(null);
        objects.set(index, read());
        close(index);
        return objects.get(index);
    }

    private List<Object> vector(int count, int size, Element element) {
        need(1).skipBytes(1); // fixed length or not
        checkCount(count, size);
        budget.values(count, FORMAT, offset());
        List<Object> vector = new ArrayList<>();
        int index = open(vector);
        for (int i = 0; i < count; i++) {
            vector.add(element.read());
        }
        close(index);
        return vector;
    }

    private List<Object> vectorOfObjects(int count) {
        need(1).skipBytes(1);
        checkCount(count, 1);
        List<Object> vector = new ArrayList<>();
        int index = open(vector);
        string(); // the class of its elements
        for (int i = 0; i < count; i++) {
            vector.add(read());
        }
        close(index);
        return vector;
    }

    private EcmaArray dictionary(int count) {
        need(1).skipBytes(1); // weak keys or not
        checkCount(count, 2);
        EcmaArray dictionary = new EcmaArray();
        int index = open(dictionary);
        for (int i = 0; i < count; i++) {
            Object key = read();
            if (!(key instanceof String || key instanceof Double || key instanceof Boolean)) {
                throw new RtmpException("AMF3 dictionary key before byte " + offset()
                        + " is no string, number or boolean; others are not supported");
            }
            dictionary.with(key.toString(), read());
        }
        close(index);
        return dictionary;
    }

    private int open(Object complex) {
        budget.enter(FORMAT, offset());
        objects.add(complex);
        objectBytes.add(-1 - budget.written(offset()));
        return objects.size() - 1;
    }

    private void close(int index) {
        budget.leave();
        long before = -1 - objectBytes.get(index);
        objectBytes.set(index, budget.written(offset()) - before);
    }

    private void checkCount(int count, int bytesEach) {
        if ((long) count * bytesEach > in.readableBytes()) {
            throw new RtmpException("AMF3 value before byte " + offset() + " announces " + count + " elements in "
                    + in.readableBytes() + " bytes");
        }
    }

    private String string() {
        int header = unsigned29();
        if ((header & 1) != 0) {
            String text = text(header >> 1);
            if (!text.isEmpty()) { // AMF3 1.3.2: the empty string is never sent by reference
                strings.add(text);
            }
            return text;
        }
        int index = header >> 1;
        if (index >= strings.size()) {
            throw new RtmpException("AMF3 string reference " + index + " before byte " + offset() + "; " + strings.size()
                    + " came before");
        }
        String text = strings.get(index);
        budget.refer(text.length(), FORMAT, offset());
        return text;
    }

    private String text(int length) {
        need(length);
        String text = in.toString(in.readerIndex(), length, UTF_8);
        in.skipBytes(length);
        return text;
    }

    private byte[] bytes(int length) {
        need(length);
        byte[] bytes = new byte[length];
        in.readBytes(bytes);
        return bytes;
    }

    /** One to four bytes; three of seven bits with a sign that another follows, the fourth of eight (AMF3 1.3.1). */
    private int unsigned29() {
        int value = 0;
        for (int i = 0; i < 3; i++) {
            int next = need(1).readUnsignedByte();
            value = value << 7 | next & 0x7F;
            if (next < 0x80) {
                return value;
            }
        }
        return value << 8 | need(1).readUnsignedByte();
    }

    private ByteBuf need(int bytes) {
        if (in.readableBytes() < bytes) {
            throw new RtmpException("AMF3 ends at byte " + (offset() + in.readableBytes()) + ", where " + bytes
                    + " bytes from byte " + offset() + " on are needed");
        }
        return in;
    }

    private int offset() {
        return in.readerIndex() - start;
    }
}
