package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.flv.AudioTagHeader;
import arcly.media.flv.VideoTagHeader;
import arcly.media.time.Timebase;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.Video;
import arcly.transport.WireForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Frames as RTMP messages, equal for all players of one chunk size and message stream id: headers are full, so that they depend
 * on nothing sent before. Codecs that RTMP 1.0 does not have are left out.
 *
 * <p>Used on one loop.
 */
public final class RtmpWireForm implements WireForm {
    private final int chunkSize;
    private final int streamId;
    private final ChunkWriter writer = new ChunkWriter();
    private final ByteBuf prefix = Unpooled.buffer(8, 8); // heap, on no arena: nothing to release

    public RtmpWireForm(int chunkSize, int streamId) {
        this.chunkSize = chunkSize;
        this.streamId = streamId;
    }

    /** All that the bytes depend on. The number in front changes with the code below, if that makes other bytes. */
    public static String name(int chunkSize, int streamId) {
        return "rtmp.1/chunk=" + chunkSize + "/stream=" + streamId;
    }

    @Override
    public void encode(Frame frame, ByteBuf out) {
        Codec codec = frame.track().codec();
        long time = Timebase.MILLIS.fromNanos(frame.dts());
        if (codec.equals(Codec.H264)) {
            // From two rounded times, so that the presentation time is within half a millisecond and not a whole one.
            long composition = Timebase.MILLIS.fromNanos(frame.pts()) - time;
            VideoTagHeader.avcFrame(frame.isKey(), composition).write(prefix.clear());
            write(out, ChunkStreams.VIDEO, time, Video.TYPE, frame.payload());
        } else if (codec.equals(Codec.AAC)) {
            AudioTagHeader.aacRaw().write(prefix.clear());
            write(out, ChunkStreams.AUDIO, time, Audio.TYPE, frame.payload());
        } else if (codec.equals(Codec.AMF0)) {
            prefix.clear();
            write(out, ChunkStreams.DATA, time, Data.TYPE, frame.payload());
        }
    }

    @Override
    public void announce(Track track, Frame first, ByteBuf out) {
        if (track.configuration().isEmpty()) {
            return;
        }
        long time = Timebase.MILLIS.fromNanos(first.dts());
        if (track.codec().equals(Codec.H264)) {
            VideoTagHeader.avcSequenceHeader().write(prefix.clear());
            write(out, ChunkStreams.VIDEO, time, Video.TYPE, track.configuration());
        } else if (track.codec().equals(Codec.AAC)) {
            AudioTagHeader.aacSequenceHeader().write(prefix.clear());
            write(out, ChunkStreams.AUDIO, time, Audio.TYPE, track.configuration());
        }
    }

    private void write(ByteBuf out, int chunkStream, long time, int type, Payload payload) {
        int length = prefix.readableBytes() + payload.size();
        long timestamp = time & 0xFFFF_FFFFL; // the wire's 32 bits wrap
        out.ensureWritable(ChunkWriter.size(chunkStream, timestamp, length, chunkSize));
        writer.begin(out, chunkSize, chunkStream, timestamp, type, streamId, length);
        writer.append(prefix.array(), 0, prefix.readableBytes());
        writer.append(payload);
        writer.end();
    }
}
