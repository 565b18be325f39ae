package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.MediaFormatException;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.flv.AudioTagHeader;
import arcly.media.flv.VideoTagHeader;
import arcly.media.h264.H264Assembler;
import arcly.media.time.Timebase;
import arcly.media.time.TimestampUnwrapper;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns the bodies of a publisher's media messages into frames of up to three tracks. RTMP 1.0 has one video and one audio
 * stream, so the track ids are fixed. The place where Enhanced RTMP's codecs and tracks will come in.
 */
final class FlvInput {
    static final int VIDEO_TRACK = 0;
    static final int AUDIO_TRACK = 1;
    static final int DATA_TRACK = 2;

    /** The wire has 32 bits; FFmpeg, which takes the highest for a sign, starts over after 31. Counted in 31 both go on. */
    private static final int TIMESTAMP_BITS = 31;

    private final H264Assembler video;
    private Track audio; // null before its configuration
    private Track data;  // null before the first data message
    private TimestampUnwrapper clock;

    FlvInput() {
        this(new H264Assembler(Track.of(VIDEO_TRACK, Codec.H264).build()), new TimestampUnwrapper(TIMESTAMP_BITS));
    }

    private FlvInput(H264Assembler video, TimestampUnwrapper clock) {
        this.video = video;
        this.clock = clock;
    }

    /** The tracks whose configuration is known. */
    List<Track> tracks() {
        List<Track> tracks = new ArrayList<>();
        for (Track track : new Track[] {video.track(), audio, data}) {
            if (track != null) {
                tracks.add(track);
            }
        }
        return tracks;
    }

    boolean hasVideo() {
        return video.track() != null;
    }

    boolean hasAudio() {
        return audio != null;
    }

    boolean hasData() {
        return data != null;
    }

    /**
     * Takes the body of a video message, whose array is given away.
     *
     * @return a frame, or null if the body only configures the track, or says nothing
     * @throws MediaFormatException if it breaks the format, or (unsupported) has a codec that is not served
     */
    Frame video(ByteBuffer body, long timestamp) {
        if (!body.hasRemaining()) {
            return null;
        }
        byte[] bytes = body.array();
        int offset = body.arrayOffset() + body.position();
        int length = body.remaining();
        VideoTagHeader header = VideoTagHeader.read(bytes, offset, length);
        if (header.isCommand()) {
            return null;
        }
        if (!header.isAvc()) {
            throw MediaFormatException.unsupported("RTMP video message", header.codecName(), "H.264");
        }
        offset += header.length();
        length -= header.length();
        if (header.isSequenceHeader()) {
            if (length > 0) { // FFmpeg sends an empty one where the parameter sets stand in the stream
                video.configure(bytes, offset, length);
            }
            return null;
        }
        if (!header.isFrame() || length <= 0) {
            return null;
        }
        Frame.Builder frame = video.lengthPrefixed(bytes, offset, length);
        if (frame == null) {
            return null;
        }
        long dts = clock.unwrap(timestamp);
        return frame.dts(Timebase.MILLIS.toNanos(dts)).pts(Timebase.MILLIS.toNanos(dts + header.compositionMillis())).build();
    }

    /** As {@link #video}. */
    Frame audio(ByteBuffer body, long timestamp) {
        if (!body.hasRemaining()) {
            return null;
        }
        byte[] bytes = body.array();
        int offset = body.arrayOffset() + body.position();
        int length = body.remaining();
        AudioTagHeader header = AudioTagHeader.read(bytes, offset, length);
        if (!header.isAac()) {
            throw MediaFormatException.unsupported("RTMP audio message", header.formatName(), "AAC");
        }
        offset += header.length();
        length -= header.length();
        if (header.isSequenceHeader()) {
            Track next = audioTrack(bytes, offset, length);
            audio = next.equals(audio) ? audio : next;
            return null;
        }
        if (audio == null || length <= 0) {
            return null;
        }
        return frame(audio, timestamp, Payload.wrap(bytes, offset, length));
    }

    /** Takes the body of a data message in AMF0. */
    Frame data(Payload body, long timestamp) {
        if (data == null) {
            data = dataTrack();
        }
        return frame(data, timestamp, body);
    }

    private Frame frame(Track track, long timestamp, Payload payload) {
        return Frame.of(track).dts(Timebase.MILLIS.toNanos(clock.unwrap(timestamp))).key(true).payload(payload).build();
    }

    /**
     * Appends all that frames to come depend on. The configurations too: one that has come is not at the kernel before the next
     * frame of its track, and what the kernel has is another publisher's while this one is on standby.
     */
    void writeState(ByteBuf out) {
        out.writeByte(video.lengthSize());
        out.writeBoolean(clock.isStarted());
        out.writeLong(clock.last());
        writeConfiguration(out, video.track());
        writeConfiguration(out, audio);
        out.writeBoolean(data != null);
    }

    private static void writeConfiguration(ByteBuf out, Track track) {
        byte[] bytes = track == null ? new byte[0] : track.configuration().toByteArray();
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    /**
     * Goes on where the one that wrote this state stopped.
     *
     * @param declared tracks at the kernel: those that are equal are taken, so that no frame brings up the question again
     */
    static FlvInput readState(ByteBuf in, List<Track> declared) {
        int lengthSize = in.readUnsignedByte();
        boolean started = in.readBoolean();
        long last = in.readLong();
        Track template = Track.of(VIDEO_TRACK, Codec.H264).build();
        byte[] avcC = readConfiguration(in);
        if (avcC.length > 0) {
            H264Assembler reader = new H264Assembler(template);
            reader.configure(avcC, 0, avcC.length);
            template = same(declared, reader.track());
        }
        FlvInput input = new FlvInput(new H264Assembler(template, lengthSize),
                started ? TimestampUnwrapper.after(last, TIMESTAMP_BITS) : new TimestampUnwrapper(TIMESTAMP_BITS));
        byte[] aac = readConfiguration(in);
        if (aac.length > 0) {
            input.audio = same(declared, audioTrack(aac, 0, aac.length));
        }
        if (in.readBoolean()) {
            input.data = same(declared, dataTrack());
        }
        return input;
    }

    private static byte[] readConfiguration(ByteBuf in) {
        byte[] bytes = new byte[in.readInt()];
        in.readBytes(bytes);
        return bytes;
    }

    private static Track same(List<Track> declared, Track track) {
        int at = declared.indexOf(track);
        return at < 0 ? track : declared.get(at);
    }

    private static Track audioTrack(byte[] configuration, int offset, int length) {
        return AudioSpecificConfig.read(configuration, offset, length).track(Track.of(AUDIO_TRACK, Codec.AAC).build());
    }

    private static Track dataTrack() {
        return Track.of(DATA_TRACK, Codec.AMF0).build();
    }
}
