package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.flv.MultichannelConfig;
import arcly.media.flv.TagForm;
import arcly.media.time.Rounding;
import arcly.media.time.Timebase;
import arcly.rtmp.chunk.ChunkWriter;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.Video;
import arcly.transport.WireForm;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/**
 * Frames as RTMP messages, equal for all players of one {@link WireTerms}: headers are full, so that they depend on nothing sent
 * before. What FLV 10.1 has a header for goes under that, the rest under E-RTMP's. Codecs that neither has are left out.
 *
 * <p>Used on one loop.
 */
public final class RtmpWireForm implements WireForm {
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final WireTerms terms;
    private final ChunkWriter writer = new ChunkWriter();
    private final ByteBuf prefix = Unpooled.buffer(TagForm.MOST_PREFIX_BYTES); // heap, on no arena: nothing to release
    private Part[] parts = new Part[4]; // by track id: what follows from the track, kept because it is asked for with every frame

    /** How one value of a track is written; no form if it is not. */
    private record Part(Track track, TagForm form) {
    }

    public RtmpWireForm(WireTerms terms) {
        this.terms = terms;
    }

    @Override
    public void encode(Frame frame, ByteBuf out) {
        if (frame.track().codec().equals(Codec.AMF0)) {
            prefix.clear();
            write(out, ChunkStreams.DATA, Timebase.MILLIS.fromNanos(frame.dts()), Data.TYPE, frame.payload());
            return;
        }
        TagForm form = form(frame.track());
        if (form == null) {
            return;
        }
        long time = millis(frame.dts(), form);
        // From two rounded times, so that the presentation time is within half a millisecond and not a whole one.
        long composition = millis(frame.pts(), form) - time;
        int nanos = isExact(form) ? (int) (frame.dts() - time * NANOS_PER_MILLI) : 0;
        form.writeFrame(frame.isKey(), composition, nanos, prefix.clear());
        write(out, form, time, frame.payload());
    }

    @Override
    public void announce(Track track, Frame first, ByteBuf out) {
        TagForm form = form(track);
        if (form == null) {
            return;
        }
        long time = millis(first.dts(), form);
        if (form.hasSequenceStart() && !track.configuration().isEmpty()) {
            form.writeSequenceStart(prefix.clear());
            write(out, form, time, track.configuration());
        }
        if (form.isEnhanced() && form.isVideo()) {
            ColourInfo.of(track).ifPresent(colours -> {
                ByteBuf body = Unpooled.buffer();
                colours.write(body);
                form.writeMetadata(prefix.clear());
                write(out, form, time, Payload.wrap(body.array(), body.arrayOffset(), body.readableBytes()));
            });
        } else if (form.isEnhanced()) {
            MultichannelConfig.of(track).ifPresent(channels -> {
                ByteBuf body = Unpooled.buffer();
                channels.write(body);
                form.writeChannels(prefix.clear());
                write(out, form, time, Payload.wrap(body.array(), body.arrayOffset(), body.readableBytes()));
            });
        }
    }

    /** Null if the track is not written in this form. */
    private TagForm form(Track track) {
        int id = track.id();
        if (id >= parts.length) {
            parts = Arrays.copyOf(parts, Integer.highestOneBit(id) << 1);
        }
        Part part = parts[id];
        if (part == null || part.track != track) {
            part = terms.isWritten(track) ? new Part(track, terms.form(track).orElse(null)) : new Part(track, null);
            parts[id] = part;
        }
        return part.form;
    }

    private boolean isExact(TagForm form) {
        return terms.nanoseconds() && form.isEnhanced();
    }

    private long millis(long nanos, TagForm form) {
        return isExact(form) ? Timebase.MILLIS.fromNanos(nanos, Rounding.DOWN) : Timebase.MILLIS.fromNanos(nanos);
    }

    private void write(ByteBuf out, TagForm form, long time, Payload payload) {
        write(out, form.isVideo() ? ChunkStreams.VIDEO : ChunkStreams.AUDIO, time, form.isVideo() ? Video.TYPE : Audio.TYPE,
                payload);
    }

    private void write(ByteBuf out, int chunkStream, long time, int type, Payload payload) {
        int length = prefix.readableBytes() + payload.size();
        long timestamp = time & 0xFFFF_FFFFL; // the wire's 32 bits wrap
        out.ensureWritable(ChunkWriter.size(chunkStream, timestamp, length, terms.chunkSize()));
        writer.begin(out, terms.chunkSize(), chunkStream, timestamp, type, terms.streamId(), length);
        writer.append(prefix.array(), 0, prefix.readableBytes());
        writer.append(payload);
        writer.end();
    }
}
