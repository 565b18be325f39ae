package arcly.rtmp.message;

import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.Amf0Reader;
import arcly.rtmp.amf.Amf0Writer;
import arcly.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Command (RTMP 1.0, 7.1.1 and 7.2): a name, a transaction id and values, in AMF0 (type 20) or with AMF3 inside (type 17).
 *
 * @param transaction 0 where no answer is expected
 * @param arguments what follows the transaction id: first the command object, which often is null
 */
public record Command(int type, String name, double transaction, List<Object> arguments) implements RtmpMessage {
    public static final int TYPE_AMF3 = 17;
    public static final int TYPE = 20;

    /** A command in AMF0. */
    public static Command of(String name, double transaction, Object... arguments) {
        return new Command(TYPE, name, transaction, Collections.unmodifiableList(Arrays.asList(arguments)));
    }

    static Command read(int type, ByteBuf body, AmfLimits limits) {
        Data.skipFormat(type == TYPE_AMF3, body);
        List<Object> values = new Amf0Reader(body, limits).readAll();
        if (values.isEmpty() || !(values.get(0) instanceof String name)) {
            throw new RtmpException("command without a name (RTMP 1.0, 7.2)");
        }
        if (values.size() > 1 && !(values.get(1) instanceof Double)) {
            throw new RtmpException("command '" + name + "' has no number as transaction id (RTMP 1.0, 7.2)");
        }
        // A missing id is taken for 0: some clients leave it out where they want no answer.
        double transaction = values.size() > 1 ? (Double) values.get(1) : 0;
        List<Object> arguments = values.size() > 2 ? new ArrayList<>(values.subList(2, values.size())) : List.of();
        return new Command(type, name, transaction, Collections.unmodifiableList(arguments));
    }

    /** The argument at {@code index}, null if it was not sent. */
    public Object argument(int index) {
        return index < arguments.size() ? arguments.get(index) : null;
    }

    @Override
    public void write(ByteBuf out) {
        Data.writeFormat(type == TYPE_AMF3, out);
        Amf0Writer.write(out, name);
        Amf0Writer.write(out, transaction);
        Amf0Writer.writeAll(out, arguments);
    }
}
