package arcly.rtmp.message;

import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;

/** What an RTMP message says. {@link #read} is the protocol's table of types. */
public sealed interface RtmpMessage permits SetChunkSize, Abort, Acknowledgement, UserControl, WindowAcknowledgementSize,
        SetPeerBandwidth, Audio, Video, Data, Command, Aggregate, OtherMessage {

    /** Message type id. */
    int type();

    /** Appends the body. */
    void write(ByteBuf out);

    /**
     * Reads one body, all of it.
     *
     * <p>Bodies of media messages are not copied: where {@code body} wraps an array, they share it.
     *
     * @throws RtmpException if the body is not what its type asks for
     */
    static RtmpMessage read(int type, ByteBuf body, AmfLimits limits) {
        return switch (type) {
            case SetChunkSize.TYPE -> SetChunkSize.read(body);
            case Abort.TYPE -> Abort.read(body);
            case Acknowledgement.TYPE -> Acknowledgement.read(body);
            case UserControl.TYPE -> UserControl.read(body);
            case WindowAcknowledgementSize.TYPE -> WindowAcknowledgementSize.read(body);
            case SetPeerBandwidth.TYPE -> SetPeerBandwidth.read(body);
            case Audio.TYPE -> Audio.read(body);
            case Video.TYPE -> Video.read(body);
            case Data.TYPE_AMF3, Data.TYPE -> Data.read(type, body, limits);
            case Command.TYPE_AMF3, Command.TYPE -> Command.read(type, body, limits);
            case Aggregate.TYPE -> Aggregate.read(body);
            default -> OtherMessage.read(type, body);
        };
    }

    /** Throws unless {@code bytes} are left in {@code body}. */
    static void need(ByteBuf body, int bytes, String message, String clause) {
        if (body.readableBytes() < bytes) {
            throw new RtmpException(message + " has " + body.readableBytes() + " bytes; RTMP 1.0, " + clause + " asks for "
                    + bytes);
        }
    }
}
