package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import io.netty.buffer.ByteBuf;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** A track as bytes of a baton. */
final class TrackState {

    private TrackState() {
    }

    static void write(ByteBuf out, Track track) {
        out.writeByte(track.id());
        NetConnection.writeText(out, track.codec().name());
        NetConnection.writeText(out, track.kind().name());
        writeBytes(out, track.configuration());
        out.writeInt(track.width()).writeInt(track.height()).writeDouble(track.frameRate());
        out.writeInt(track.sampleRate()).writeInt(track.channels());
        NetConnection.writeText(out, track.language());
        List<Map.Entry<TrackProperty<?>, Object>> properties = track.properties().entrySet().stream()
                .sorted(Comparator.comparing(entry -> entry.getKey().name())).toList();
        out.writeInt(properties.size());
        properties.forEach(entry -> {
            NetConnection.writeText(out, entry.getKey().name());
            writeValue(out, entry.getValue());
        });
    }

    private static void writeValue(ByteBuf out, Object value) {
        if (value instanceof Payload bytes) {
            out.writeByte('P');
            writeBytes(out, bytes);
        } else {
            out.writeByte(value.getClass().getSimpleName().charAt(0)); // String, Integer, Long, Double, Boolean
            NetConnection.writeText(out, value.toString());
        }
    }

    private static void writeBytes(ByteBuf out, Payload bytes) {
        out.writeInt(bytes.size()).writeBytes(bytes.view());
    }

    static Track read(ByteBuf in) {
        int id = in.readUnsignedByte();
        String codec = NetConnection.readText(in);
        Track.Builder track = Track.of(id, Codec.of(codec, TrackKind.valueOf(NetConnection.readText(in))));
        track.configuration(readBytes(in)).size(in.readInt(), in.readInt()).frameRate(in.readDouble());
        track.sampleRate(in.readInt()).channels(in.readInt()).language(NetConnection.readText(in));
        for (int left = in.readInt(); left > 0; left--) {
            readProperty(in, track);
        }
        return track.build();
    }

    private static void readProperty(ByteBuf in, Track.Builder track) {
        String name = NetConnection.readText(in);
        int type = in.readUnsignedByte();
        if (type == 'P') {
            track.property(TrackProperty.of(name, Payload.class), readBytes(in));
            return;
        }
        String value = NetConnection.readText(in);
        switch (type) {
            case 'S' -> track.property(TrackProperty.of(name, String.class), value);
            case 'I' -> track.property(TrackProperty.of(name, Integer.class), Integer.valueOf(value));
            case 'L' -> track.property(TrackProperty.of(name, Long.class), Long.valueOf(value));
            case 'D' -> track.property(TrackProperty.of(name, Double.class), Double.valueOf(value));
            case 'B' -> track.property(TrackProperty.of(name, Boolean.class), Boolean.valueOf(value));
            default -> throw new IllegalStateException("track property of type " + type);
        }
    }

    private static Payload readBytes(ByteBuf in) {
        byte[] bytes = new byte[in.readInt()];
        in.readBytes(bytes);
        return Payload.wrap(bytes);
    }
}
