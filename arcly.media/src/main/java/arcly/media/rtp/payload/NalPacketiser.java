package arcly.media.rtp.payload;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * What H.264 and H.265 have in common: small NAL units go together, large ones in fragments, and a key frame has its parameter
 * sets before it.
 */
abstract class NalPacketiser implements Packetiser {
    static final int LENGTH_SIZE = 2; // of a NAL unit in an aggregation packet

    private static final int LARGEST_IN_AGGREGATE = 0xFFFF;

    private final PieceRules rules;
    private Track configured; // whose parameter sets are at hand
    private List<ByteBuffer> sets = List.of();

    NalPacketiser(PieceRules rules) {
        this.rules = rules;
    }

    /** The parameter sets of a configuration that is not empty, in the order they are sent in. */
    abstract List<Payload> parameterSets(Payload configuration);

    /** False if a packet may hold one NAL unit only, and that whole. */
    abstract boolean isCutting();

    /** Bytes of a NAL unit's header, which is the aggregation packet's too. */
    abstract int headerLength();

    /** Writes the header of an aggregation packet of these. */
    abstract void writeAggregateHeader(List<ByteBuffer> nals, ByteBuf out);

    /** Writes what stands before the fragment of a NAL unit. */
    abstract void writeFragmentHeader(ByteBuffer nal, boolean first, boolean last, ByteBuf out);

    @Override
    public final void cut(Frame frame, ByteBuf out, PieceSink pieces) throws MediaFormatException {
        int before = out.writerIndex();
        try {
            List<ByteBuffer> nals = nals(frame);
            PieceWriter writer = new PieceWriter(out, pieces, rules);
            for (int i = 0; i < nals.size();) {
                i = piece(nals, i, writer);
            }
        } catch (MediaFormatException broken) {
            out.writerIndex(before);
            throw broken;
        }
    }

    private List<ByteBuffer> nals(Frame frame) {
        List<ByteBuffer> nals = new ArrayList<>();
        if (frame.isKey()) {
            configure(frame.track());
            nals.addAll(sets);
        }
        ByteBuffer in = frame.payload().view();
        while (in.hasRemaining()) {
            int length = in.remaining() < Integer.BYTES ? -1 : in.getInt();
            if (length < headerLength() || length > in.remaining()) {
                throw MediaFormatException.malformed("canonical access unit, NAL unit length", Integer.toUnsignedString(length),
                        headerLength() + " to " + in.remaining());
            }
            nals.add(in.slice(in.position(), length));
            in.position(in.position() + length);
        }
        return nals;
    }

    private void configure(Track track) {
        if (track != configured) {
            sets = track.configuration().isEmpty() ? List.of()
                    : parameterSets(track.configuration()).stream().map(Payload::view).toList();
            configured = track;
        }
        sets.forEach(ByteBuffer::rewind);
    }

    /** Writes the packets of the NAL unit at that index, or of those from there on that fit into one packet; where it goes on. */
    private int piece(List<ByteBuffer> nals, int index, PieceWriter writer) {
        ByteBuffer nal = nals.get(index);
        int end = isCutting() ? aggregated(nals, index, writer.most()) : index + 1;
        boolean last = end == nals.size();
        if (end > index + 1) {
            aggregate(nals.subList(index, end), writer, last);
        } else if (nal.remaining() <= writer.most() || !isCutting()) {
            writer.begin().writeBytes(nal);
            writer.end(last);
        } else {
            fragment(nal, writer, last);
        }
        return end;
    }

    /** Where the NAL units end that fit into one packet with this one. */
    private int aggregated(List<ByteBuffer> nals, int index, int most) {
        int size = headerLength();
        int end = index;
        while (end < nals.size() && nals.get(end).remaining() <= LARGEST_IN_AGGREGATE
                && size + LENGTH_SIZE + nals.get(end).remaining() <= most) {
            size += LENGTH_SIZE + nals.get(end).remaining();
            end++;
        }
        return Math.max(end, index + 1);
    }

    private void aggregate(List<ByteBuffer> nals, PieceWriter writer, boolean last) {
        ByteBuf out = writer.begin();
        writeAggregateHeader(nals, out);
        for (ByteBuffer nal : nals) {
            out.writeShort(nal.remaining()).writeBytes(nal);
        }
        writer.end(last);
    }

    /** All fragments but the last are full. */
    private void fragment(ByteBuffer nal, PieceWriter writer, boolean last) {
        ByteBuffer rest = nal.slice(headerLength(), nal.remaining() - headerLength());
        boolean first = true;
        while (rest.hasRemaining()) {
            ByteBuf out = writer.begin();
            int length = Math.min(rest.remaining(), writer.most() - headerLength() - 1);
            boolean ends = length == rest.remaining();
            writeFragmentHeader(nal, first, ends, out);
            writer.copy(rest, length);
            writer.end(last && ends);
            first = false;
        }
    }
}
