package arcly.itest.line;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.util.List;

/** Cuts input into units. */
final class LineDecoder extends ByteToMessageDecoder {

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (in.readableBytes() < LineUnit.HEADER) {
            return;
        }
        int length = in.getInt(in.readerIndex());
        if (length < 1 || length > LineUnit.LARGEST) {
            throw new CorruptedFrameException("a unit of " + length + " bytes; 1 to " + LineUnit.LARGEST + " are allowed");
        }
        if (in.readableBytes() < LineUnit.HEADER + length) {
            return; // nothing was taken: what is here goes to the next generation if this one is replaced now
        }
        in.skipBytes(LineUnit.HEADER);
        char type = (char) in.readUnsignedByte();
        out.add(new LineUnit(type, in.readRetainedSlice(length - 1)));
    }
}
