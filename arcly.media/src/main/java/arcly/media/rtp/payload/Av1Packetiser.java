package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * AV1 (RTP Payload Format For AV1, 4.4): OBUs without their size, each with its length before it (W is 0), cut wherever a packet
 * is full.
 */
final class Av1Packetiser implements Packetiser {
    private static final int NEW_SEQUENCE = 0x08; // N
    private static final int SEQUENCE_HEADER = 1;
    private static final int HAS_EXTENSION = 0x04;
    private static final int HAS_SIZE = 0x02;
    private static final int MOST_LEB128 = 4;
    private static final int SMALLEST_FRAGMENT = 8; // less than that of the next OBU is not worth its length field

    private final PieceRules rules;

    Av1Packetiser(PieceRules rules) {
        this.rules = rules;
    }

    @Override
    public void cut(Frame frame, ByteBuf out, PieceSink pieces) throws MediaFormatException {
        List<Element> elements = elements(frame);
        PieceWriter writer = new PieceWriter(out, pieces, rules);
        boolean sequence = frame.isKey() && !elements.isEmpty() && elements.get(0).type() == SEQUENCE_HEADER;
        int next = 0;
        while (next < elements.size()) {
            ByteBuf piece = writer.begin();
            int head = piece.writerIndex();
            piece.writeByte((elements.get(next).isBegun() ? Av1Depacketiser.CONTINUES : 0) | (sequence ? NEW_SEQUENCE : 0));
            sequence = false;
            while (next < elements.size() && (writer.room() > SMALLEST_FRAGMENT || elements.get(next).fits(writer.room()))) {
                Element element = elements.get(next);
                element.write(writer, piece);
                if (element.isLeft()) {
                    piece.setByte(head, piece.getByte(head) | Av1Depacketiser.CONTINUED);
                    break;
                }
                next++;
            }
            writer.end(next == elements.size());
        }
    }

    private static List<Element> elements(Frame frame) {
        List<Element> elements = new ArrayList<>();
        ByteBuffer in = frame.payload().view();
        while (in.hasRemaining()) {
            int start = in.position();
            int head = in.get();
            byte[] header = new byte[(head & HAS_EXTENSION) != 0 ? 2 : 1];
            header[0] = (byte) (head & ~HAS_SIZE);
            if (header.length == 2 && in.hasRemaining()) {
                header[1] = in.get();
            }
            int size = (head & HAS_SIZE) == 0 ? -1 : leb128(in);
            if (size < 0 || size > in.remaining()) {
                throw MediaFormatException.malformed("canonical AV1 frame, byte " + start + ", OBU size", size,
                        "0 to " + in.remaining());
            }
            elements.add(new Element(header, in.slice(in.position(), size)));
            in.position(in.position() + size);
        }
        return elements;
    }

    private static int leb128(ByteBuffer in) {
        int value = 0;
        for (int i = 0; i < MOST_LEB128 && in.hasRemaining(); i++) {
            int next = in.get();
            value |= (next & 0x7F) << 7 * i;
            if (next >= 0) {
                return value;
            }
        }
        return -1;
    }

    /** An OBU, of which a part may be gone out. */
    private static final class Element {
        private final byte[] header;
        private final ByteBuffer body;
        private boolean begun;

        Element(byte[] header, ByteBuffer body) {
            this.header = header;
            this.body = body;
        }

        int type() {
            return header[0] >> 3 & 0xF;
        }

        boolean isBegun() {
            return begun;
        }

        boolean isLeft() {
            return body.hasRemaining();
        }

        private int size() {
            return (begun ? 0 : header.length) + body.remaining();
        }

        boolean fits(int room) {
            return lengthOf(size()) + size() <= room;
        }

        /** Writes as much as there is room for. */
        void write(PieceWriter writer, ByteBuf out) {
            int room = writer.room();
            int size = Math.min(size(), room - lengthOf(Math.min(size(), room)));
            int left = size;
            while (left > 0x7F) {
                out.writeByte(left & 0x7F | 0x80);
                left >>>= 7;
            }
            out.writeByte(left);
            int rest = size;
            if (!begun) {
                out.writeBytes(header);
                rest -= header.length;
                begun = true;
            }
            writer.copy(body, rest);
        }

        private static int lengthOf(int number) {
            return number < 1 << 7 ? 1 : number < 1 << 14 ? 2 : 3;
        }
    }
}
