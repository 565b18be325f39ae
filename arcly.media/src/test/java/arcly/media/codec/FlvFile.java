package arcly.media.codec;

import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.TrackAssembler;
import arcly.media.flv.AudioTagBody;
import arcly.media.flv.FlvTag;
import arcly.media.flv.FlvTagAssembler;
import arcly.media.flv.MediaPacket;
import arcly.media.flv.MultichannelConfig;
import arcly.media.flv.TagForm;
import arcly.media.flv.VideoTagBody;
import arcly.media.time.Timebase;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A whole FLV file from and to frames, as a protocol does it. Track ids are ten times the kind's number, and FLV's. */
final class FlvFile {
    private final Map<Integer, TrackAssembler> assemblers = new HashMap<>();
    private final List<Frame> frames = new ArrayList<>();

    private FlvFile() {
    }

    static List<Frame> read(byte[] flv) {
        FlvFile file = new FlvFile();
        new FlvTagAssembler(1 << 22).add(flv, 0, flv.length, file::take);
        return file.frames;
    }

    private void take(FlvTag tag) {
        byte[] body = tag.body().toByteArray();
        List<MediaPacket> packets = tag.type() == FlvTag.VIDEO ? VideoTagBody.read(body, 0, body.length)
                : tag.type() == FlvTag.AUDIO ? AudioTagBody.read(body, 0, body.length) : List.of();
        packets.forEach(packet -> take(packet, body, tag.timestampMillis()));
    }

    private void take(MediaPacket packet, byte[] body, long timestamp) {
        int id = (packet.kind() == TrackKind.VIDEO ? 0 : 10) + packet.trackId();
        Track template = Track.of(id, packet.codec().orElseThrow()).build();
        TrackAssembler assembler = assemblers.computeIfAbsent(id, key -> TrackAssemblers.of(template).orElseThrow());
        long dts = Timebase.MILLIS.toNanos(timestamp) + packet.nanoOffset();
        switch (packet.type()) {
            case SEQUENCE_START -> assembler.configure(body, packet.offset(), packet.length());
            case CHANNELS -> assembler.describe(MultichannelConfig.read(body, packet.offset(), packet.length())
                    .applyTo(template));
            case FRAME -> assembler.frames(body, packet.offset(), packet.length(), dts,
                    dts + Timebase.MILLIS.toNanos(packet.compositionMillis()), frames::add);
            default -> {
            }
        }
    }

    static byte[] write(List<Frame> frames) {
        ByteBuf out = Unpooled.buffer();
        FlvTag.writeFileHeader(true, true, out);
        Map<Integer, Track> announced = new HashMap<>();
        for (Frame frame : frames) {
            Track track = frame.track();
            TagForm form = TagForm.of(track, track.id() % 10).orElseThrow();
            int type = form.isVideo() ? FlvTag.VIDEO : FlvTag.AUDIO;
            long millis = Timebase.MILLIS.fromNanos(frame.dts());
            ByteBuf body = Unpooled.buffer();
            if (!track.equals(announced.put(track.id(), track)) && form.hasSequenceStart()) {
                form.writeSequenceStart(body);
                tag(type, millis, body, track.configuration(), out);
            }
            form.writeFrame(frame.isKey(), Timebase.MILLIS.fromNanos(frame.pts()) - millis, 0, body.clear());
            tag(type, millis, body, frame.payload(), out);
        }
        return ByteBufUtil.getBytes(out);
    }

    private static void tag(int type, long millis, ByteBuf prefix, Payload payload, ByteBuf out) {
        FlvTag.of(type, millis, Payload.wrap(ByteBufUtil.getBytes(prefix.copy().writeBytes(payload.view())))).write(out);
    }
}
