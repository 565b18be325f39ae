package arcly.rtmp.session;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.stream.Publication;
import arcly.api.stream.StreamException;
import arcly.media.MediaFormatException;
import arcly.rtmp.RtmpException;
import arcly.rtmp.amf.AmfLimits;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.message.Aggregate;
import arcly.rtmp.message.Audio;
import arcly.rtmp.message.Data;
import arcly.rtmp.message.RawMessage;
import arcly.rtmp.message.RtmpMessage;
import arcly.rtmp.message.Video;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The media messages of one message stream become frames of a kernel publication, whoever sends them: a client that publishes,
 * or a server that is played from. What is not sound is counted and left out. On one loop.
 */
public final class MediaIntake {
    private static final Logger LOG = LoggerFactory.getLogger(MediaIntake.class);

    private final Supplier<String> who;
    private final RarelyLogged malformed = new RarelyLogged();
    private final RarelyLogged refused = new RarelyLogged();
    private final FlvInput input;
    private final TrackExpectation expected;
    private Publication publication; // null before it is granted
    private final List<Frame> made = new ArrayList<>(); // of the message at hand
    private long frames;

    /** @param who is named where something is wrong */
    public MediaIntake(Supplier<String> who) {
        this(who, new FlvInput(), new TrackExpectation());
    }

    private MediaIntake(Supplier<String> who, FlvInput input, TrackExpectation expected) {
        this.who = who;
        this.input = input;
        this.expected = expected;
    }

    /** From here on messages may come. */
    public void begin(Publication granted) {
        publication = granted;
        input.follow(granted.stream().tracks());
    }

    /**
     * Takes an audio, video, data or aggregate message.
     *
     * @throws MediaFormatException if it is in a codec that is not served; nothing else that may be wrong with it is thrown, but
     *     for an aggregate that cannot be taken apart
     */
    public void take(RawMessage raw, AmfLimits amf) {
        try {
            read(raw, amf);
        } catch (MediaFormatException broken) {
            if (broken.isUnsupported()) {
                throw broken;
            }
            malformed(broken.getMessage());
        } catch (StreamException notTaken) { // a publication that has ended: its signal is on the way
            refused.happened(LOG, who.get(), notTaken.getMessage());
        }
    }

    private void read(RawMessage raw, AmfLimits amf) {
        switch (raw.type()) {
            case Video.TYPE -> media(TrackKind.VIDEO, raw, amf);
            case Audio.TYPE -> media(TrackKind.AUDIO, raw, amf);
            case Aggregate.TYPE -> new Aggregate(raw.body()).split(raw.streamId(), raw.timestamp(), part -> take(part, amf));
            case Data.TYPE, Data.TYPE_AMF3 -> soundData(raw, amf);
            default -> { } // inside an aggregate anything may lie
        }
    }

    private void media(TrackKind kind, RawMessage raw, AmfLimits amf) {
        try {
            input.media(kind, raw.body(), raw.timestamp(), amf, made::add, this::malformed);
            declare();
            made.forEach(this::publish);
        } finally {
            made.clear();
        }
    }

    private void declare() {
        if (expected.shallDeclare(input)) {
            publication.declare(input.tracks(), expected.isComplete());
        }
    }

    private void malformed(String what) {
        malformed.happened(LOG, who.get(), what);
    }

    private void publish(Frame frame) {
        switch (publication.publish(frame)) {
            case ACCEPTED -> frames++;
            case REFUSED -> refused.happened(LOG, who.get(), "refused " + frame);
            default -> { } // gone: the publication's signal says why
        }
    }

    /** Where chunks end their lengths say, so the messages around a broken one are sound. */
    private void soundData(RawMessage raw, AmfLimits amf) {
        try {
            data(raw, amf);
        } catch (RtmpException broken) {
            malformed("data message: " + broken.getMessage());
        }
    }

    private void data(RawMessage raw, AmfLimits amf) {
        ByteBuf body = Unpooled.wrappedBuffer(raw.body());
        List<Object> values = ((Data) RtmpMessage.read(raw.type(), body, amf)).values();
        if (values.isEmpty() || !(values.get(0) instanceof String handler)) {
            return; // nobody could be told by it
        }
        switch (handler) {
            case "@setDataFrame" -> {
                if (values.size() > 2 && values.get(1) instanceof String of) {
                    keep(of, values.get(2));
                }
            }
            case "@clearDataFrame" -> {
                if (values.size() > 1 && values.get(1) instanceof String of) {
                    keep(of, null);
                }
            }
            case Metadata.NAME -> keep(handler, values.size() > 1 ? values.get(1) : null);
            default -> {
                if (!handler.startsWith("|")) { // |RtmpSampleAccess and its like are for the player next door
                    Frame frame = input.data(inAmf0(raw, values), raw.timestamp());
                    declare();
                    publish(frame);
                }
            }
        }
    }

    private static ByteBuffer inAmf0(RawMessage raw, List<Object> values) {
        if (raw.type() == Data.TYPE) {
            return raw.body();
        }
        ByteBuf out = Unpooled.buffer();
        try {
            new Data(Data.TYPE, values).write(out);
        } catch (IllegalArgumentException tooLong) { // a name that AMF3 has room for
            throw new RtmpException(tooLong.getMessage());
        }
        return ByteBuffer.wrap(ByteBufUtil.getBytes(out));
    }

    private void keep(String of, Object value) {
        Map<String, Object> properties = value instanceof EcmaArray array ? array.entries()
                : value instanceof AmfObject object ? object.properties() : Map.of();
        if (of.equals(Metadata.NAME)) {
            expected.announced(properties);
            input.languages(TrackMetadata.languages(properties));
        }
        try {
            publication.metadata(of, Metadata.toKernel(value));
        } catch (StreamException tooMuch) {
            malformed(tooMuch.getMessage());
        }
    }

    /** For the line at the end. */
    public String figures() {
        return frames + " frames, " + refused.count() + " refused, " + malformed.count() + " malformed messages";
    }

    /** Appends what the next generation needs to go on. */
    public void writeState(ByteBuf out) {
        out.writeLong(frames);
        input.writeState(out);
        expected.writeState(out);
    }

    /**
     * Goes on where the one that wrote this state stopped.
     *
     * @param declared tracks at the kernel; empty before the publication was granted
     */
    public static MediaIntake readState(ByteBuf in, List<Track> declared, Supplier<String> who) {
        long frames = in.readLong();
        FlvInput input = FlvInput.readState(in, declared);
        MediaIntake read = new MediaIntake(who, input, TrackExpectation.readState(in));
        read.frames = frames;
        return read;
    }
}
