package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.media.MediaFormatException;
import arcly.media.TrackAssembler;
import arcly.media.codec.TrackAssemblers;
import arcly.media.flv.FourCc;
import arcly.media.flv.MediaPacket;
import io.netty.buffer.ByteBuf;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/** One track of who sends media: its number within its kind on the wire, its id in the stream, and what was made of it so far. */
final class FlvTrack {
    /**
     * Of tracks that are not the first of their kind: the number they have in E-RTMP, 1 to 255. A sender that comes back finds
     * its tracks by it, and players get the same.
     */
    static final TrackProperty<Integer> NUMBER = TrackProperty.of("rtmp.track", Integer.class);

    private final TrackKind kind;
    private final int number;
    private Track template; // id and codec, and what was said of the track outside of its bitstream
    private TrackAssembler assembler;
    private boolean ended;

    /** @throws MediaFormatException (unsupported) if the packet's codec is not served */
    FlvTrack(int id, MediaPacket packet, String language) {
        kind = packet.kind();
        number = packet.trackId();
        Track.Builder begun = Track.of(id, codec(packet)).language(language);
        template = (number == 0 ? begun : begun.property(NUMBER, number)).build();
        assembler = TrackAssemblers.of(template).orElseThrow(() -> unsupported(packet));
    }

    private FlvTrack(TrackKind kind, int number, Track template, TrackAssembler assembler, boolean ended) {
        this.kind = kind;
        this.number = number;
        this.template = template;
        this.assembler = assembler;
        this.ended = ended;
    }

    private static Codec codec(MediaPacket packet) {
        return packet.codec().filter(TrackAssemblers::supports).orElseThrow(() -> unsupported(packet));
    }

    private static MediaFormatException unsupported(MediaPacket packet) {
        return MediaFormatException.unsupported("RTMP " + name(packet.kind(), packet.trackId()), packet.codecName(),
                served(packet.kind()));
    }

    private static String served(TrackKind kind) {
        return FourCc.known().stream().filter(name -> name.codec().filter(TrackAssemblers::supports).isPresent())
                .filter(name -> name.kind().filter(kind::equals).isPresent()).map(FourCc::toString)
                .collect(Collectors.joining(", "));
    }

    private static String name(TrackKind kind, int number) {
        return (kind == TrackKind.VIDEO ? "video" : "audio") + (number == 0 ? "" : " track " + number);
    }

    boolean is(TrackKind ofKind, int wireNumber) {
        return kind == ofKind && number == wireNumber;
    }

    int id() {
        return template.id();
    }

    /** Null while it is not known, and once it has ended. */
    Track track() {
        return ended ? null : assembler.track();
    }

    /** A packet of another codec begins the track anew. */
    void expect(MediaPacket packet) {
        Codec codec = codec(packet);
        ended = false;
        if (!codec.equals(template.codec())) {
            Track.Builder begun = Track.of(id(), codec).language(template.language());
            template = (number == 0 ? begun : begun.property(NUMBER, number)).build();
            assembler = TrackAssemblers.of(template).orElseThrow(() -> unsupported(packet));
        }
    }

    void configure(byte[] body, MediaPacket packet) {
        assembler.configure(body, packet.offset(), packet.length());
    }

    void frames(byte[] data, int offset, int length, long dts, long pts, Consumer<Frame> frames) {
        assembler.frames(data, offset, length, dts, pts, frames);
    }

    /** Changes what is known of the track besides its bitstream. */
    void describe(UnaryOperator<Track> change) {
        template = change.apply(template);
        assembler.describe(template);
    }

    void end() {
        ended = true;
    }

    void writeState(ByteBuf out) {
        out.writeByte(kind == TrackKind.VIDEO ? 0 : 1);
        out.writeByte(number);
        out.writeBoolean(ended);
        out.writeByte(assembler.lengthSize());
        TrackState.write(out, template);
        out.writeBoolean(assembler.track() != null);
        if (assembler.track() != null) {
            TrackState.write(out, assembler.track());
        }
    }

    /** @param declared tracks at the kernel: one that is equal is taken, so that no frame brings up the question again */
    static FlvTrack readState(ByteBuf in, List<Track> declared) {
        TrackKind kind = in.readUnsignedByte() == 0 ? TrackKind.VIDEO : TrackKind.AUDIO;
        int number = in.readUnsignedByte();
        boolean ended = in.readBoolean();
        int lengthSize = in.readUnsignedByte();
        Track template = TrackState.read(in);
        Track known = in.readBoolean() ? TrackState.read(in) : template;
        int same = declared.indexOf(known);
        TrackAssembler assembler;
        try {
            assembler = TrackAssemblers.of(same < 0 ? known : declared.get(same), lengthSize)
                    .orElseThrow(() -> new IllegalStateException("codec " + known.codec() + " is not served"));
            assembler.describe(template); // what the bitstream has said so far is not to stay where it says it no more
        } catch (MediaFormatException notReadable) {
            throw new IllegalStateException(notReadable.getMessage());
        }
        return new FlvTrack(kind, number, template, assembler, ended);
    }
}
