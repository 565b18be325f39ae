package arcly.rtmp.amf;

import static java.nio.charset.StandardCharsets.UTF_8;

import arcly.rtmp.RtmpException;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the values of one message body in AMF0 (Adobe, Action Message Format AMF 0, 2007).
 *
 * <p>Values come out as Double, Boolean, String, null, {@link Undefined}, {@link AmfObject}, {@link EcmaArray}, List,
 * {@link AmfDate}, {@link XmlText} and, from AMF3 inside, {@code byte[]}. {@code unsupported} comes out as undefined.
 *
 * <p>A reader is for one message: references and limits are counted from its first value. Only what has arrived takes memory:
 * announced counts are never trusted.
 */
public final class Amf0Reader {
    private static final String FORMAT = "AMF0";

    private final ByteBuf in;
    private final int start;
    private final AmfLimits.Budget budget;
    private final List<Object> references = new ArrayList<>();
    private final List<Long> referenceBytes = new ArrayList<>(); // what each takes written out; negative while it is open
    private Amf3Reader amf3;

    public Amf0Reader(ByteBuf in, AmfLimits limits) {
        this.in = in;
        this.start = in.readerIndex();
        this.budget = new AmfLimits.Budget(limits);
    }

    /** All values up to the end of the body. */
    public List<Object> readAll() {
        List<Object> values = new ArrayList<>();
        while (in.isReadable()) {
            values.add(read());
        }
        return values;
    }

    /** @throws RtmpException if the bytes are no AMF0 value or a limit is hit */
    public Object read() {
        int marker = need(1).readUnsignedByte();
        budget.value(FORMAT, offset());
        return switch (marker) {
            case Amf0Marker.NUMBER -> need(8).readDouble();
            case Amf0Marker.BOOLEAN -> need(1).readByte() != 0;
            case Amf0Marker.STRING -> text(need(2).readUnsignedShort());
            case Amf0Marker.OBJECT -> object("");
            case Amf0Marker.NULL -> null;
            case Amf0Marker.UNDEFINED, Amf0Marker.UNSUPPORTED -> Undefined.UNDEFINED;
            case Amf0Marker.REFERENCE -> reference(need(2).readUnsignedShort());
            case Amf0Marker.ECMA_ARRAY -> ecmaArray(need(4).readUnsignedInt());
            case Amf0Marker.STRICT_ARRAY -> strictArray(need(4).readUnsignedInt());
            case Amf0Marker.DATE -> new AmfDate(need(10).readDouble(), in.readShort());
            case Amf0Marker.LONG_STRING -> text(longLength());
            case Amf0Marker.XML_DOCUMENT -> new XmlText(text(longLength()));
            case Amf0Marker.TYPED_OBJECT -> object(text(need(2).readUnsignedShort()));
            case Amf0Marker.AVM_PLUS -> amf3();
            default -> throw new RtmpException("AMF0 marker " + marker + " at byte " + (offset() - 1)
                    + "; 0 to 17 without 4, 9 and 14 are values");
        };
    }

    private Object amf3() {
        if (amf3 == null) { // one set of AMF3 tables for the whole message
            amf3 = new Amf3Reader(in, start, budget);
        }
        return amf3.read();
    }

    private AmfObject object(String className) {
        AmfObject object = new AmfObject(className, new LinkedHashMap<>());
        int index = open(object);
        properties(object.properties(), Long.MAX_VALUE);
        close(index);
        return object;
    }

    private EcmaArray ecmaArray(long count) {
        EcmaArray array = new EcmaArray();
        int index = open(array);
        properties(array.entries(), count); // the count is a hint: the end marker decides
        close(index);
        return array;
    }

    /**
     * Reads name and value pairs up to the end marker.
     *
     * @param announced some encoders leave the end marker out where an array with this many entries ends the message
     */
    private void properties(Map<String, Object> into, long announced) {
        for (long read = 0;; read++) {
            if (read >= announced && !in.isReadable()) {
                return;
            }
            String name = text(need(2).readUnsignedShort());
            if (name.isEmpty() && need(1).getByte(in.readerIndex()) == Amf0Marker.OBJECT_END) {
                in.skipBytes(1);
                return;
            }
            into.put(name, read());
        }
    }

    private List<Object> strictArray(long count) {
        if (count > in.readableBytes()) { // each value takes a byte or more
            throw new RtmpException("AMF0 array at byte " + offset() + " announces " + count + " values in " + in.readableBytes()
                    + " bytes");
        }
        List<Object> array = new ArrayList<>();
        int index = open(array);
        for (long i = 0; i < count; i++) {
            array.add(read());
        }
        close(index);
        return array;
    }

    private int open(Object complex) {
        budget.enter(FORMAT, offset());
        references.add(complex);
        referenceBytes.add(-1 - budget.written(offset()));
        return references.size() - 1;
    }

    private void close(int index) {
        budget.leave();
        long before = -1 - referenceBytes.get(index);
        referenceBytes.set(index, budget.written(offset()) - before);
    }

    private Object reference(int index) {
        if (index >= references.size() || referenceBytes.get(index) < 0) {
            throw new RtmpException("AMF0 reference " + index + " at byte " + (offset() - 3) + "; " + references.size()
                    + " objects came before, and an object cannot hold itself");
        }
        budget.refer(referenceBytes.get(index), FORMAT, offset());
        return references.get(index);
    }

    private int longLength() {
        long length = need(4).readUnsignedInt();
        if (length > in.readableBytes()) {
            throw truncated(length);
        }
        return (int) length;
    }

    private String text(int length) {
        need(length);
        String text = in.toString(in.readerIndex(), length, UTF_8);
        in.skipBytes(length);
        return text;
    }

    private ByteBuf need(int bytes) {
        if (in.readableBytes() < bytes) {
            throw truncated(bytes);
        }
        return in;
    }

    private RtmpException truncated(long bytes) {
        return new RtmpException("AMF0 ends at byte " + (offset() + in.readableBytes()) + ", where " + bytes + " bytes from byte "
                + offset() + " on are needed");
    }

    private int offset() {
        return in.readerIndex() - start;
    }
}
