package arcly.rtmp.session;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import arcly.media.flv.AudioTagBody;
import arcly.media.flv.MediaPacket;
import arcly.media.flv.MediaPacketType;
import arcly.media.flv.MultichannelConfig;
import arcly.media.flv.VideoTagBody;
import arcly.media.time.Timebase;
import arcly.media.time.TimestampUnwrapper;
import arcly.rtmp.amf.AmfLimits;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.IntSupplier;
import java.util.stream.IntStream;

/**
 * Turns the bodies of media messages into frames of tracks. The first video track has id 0, the first audio track 1, data 2; the
 * further tracks of E-RTMP get the ids behind, each the same again if their sender comes back.
 */
final class FlvInput {
    static final int VIDEO_TRACK = 0;
    static final int AUDIO_TRACK = 1;
    static final int DATA_TRACK = 2;
    private static final int FIRST_FURTHER_TRACK = 3;
    /** The kernel takes 32 of a stream, and one is data; a ladder of pictures with a dozen languages is less. */
    static final int MOST_TRACKS = 31;

    /** The wire has 32 bits; FFmpeg, which takes the highest for a sign, starts over after 31. Counted in 31 both go on. */
    private static final int TIMESTAMP_BITS = 31;

    private final List<FlvTrack> tracks = new ArrayList<>();
    private final Map<Integer, String> audioLanguages = new TreeMap<>(); // by the track's number, as onMetaData has them
    private List<Track> before = List.of(); // of whom this sender may be the successor
    private Track data;  // null before the first data message
    private TimestampUnwrapper clock = new TimestampUnwrapper(TIMESTAMP_BITS);
    private int changes;

    /** The stream's tracks at the time when this sender takes it over: ids are taken from there. */
    void follow(List<Track> known) {
        before = known;
    }

    /** The tracks whose configuration is known, by id. */
    List<Track> tracks() {
        List<Track> known = new ArrayList<>();
        tracks.stream().map(FlvTrack::track).filter(track -> track != null).forEach(known::add);
        if (data != null) {
            known.add(data);
        }
        known.sort((one, other) -> Integer.compare(one.id(), other.id()));
        return known;
    }

    /** Grows whenever {@link #tracks()} has one more or one less. */
    int changes() {
        return changes;
    }

    boolean has(TrackKind kind, int number) {
        FlvTrack found = find(kind, number);
        return found != null && found.track() != null;
    }

    /**
     * Takes the body of a video or audio message, whose array is given away.
     *
     * @param frames is given the frames, in here
     * @param broken is told what was left out because it breaks the format, while the rest of the message is sound
     * @throws MediaFormatException if the body breaks the format, or (unsupported) if the first track of its kind has a codec
     *     that is not served
     */
    void media(TrackKind kind, ByteBuffer body, long timestamp, AmfLimits amf, Consumer<Frame> frames, Consumer<String> broken) {
        byte[] bytes = body.array();
        int offset = body.arrayOffset() + body.position();
        List<MediaPacket> packets = kind == TrackKind.VIDEO ? VideoTagBody.read(bytes, offset, body.remaining())
                : AudioTagBody.read(bytes, offset, body.remaining());
        for (MediaPacket packet : packets) {
            try {
                take(packet, bytes, timestamp, amf, frames);
            } catch (MediaFormatException wrong) {
                if (wrong.isUnsupported() && packet.trackId() == 0) {
                    throw wrong;
                }
                broken.accept(wrong.getMessage());
            }
        }
    }

    private void take(MediaPacket packet, byte[] body, long timestamp, AmfLimits amf, Consumer<Frame> frames) {
        MediaPacketType type = packet.type();
        if (type == MediaPacketType.COMMAND || type == MediaPacketType.OTHER
                || type == MediaPacketType.FRAME && packet.length() == 0) {
            return;
        }
        FlvTrack track = find(packet.kind(), packet.trackId());
        if (type == MediaPacketType.SEQUENCE_END) {
            end(track, packet);
            return;
        }
        if (track == null) {
            track = begin(packet);
        }
        boolean wasKnown = track.track() != null;
        switch (type) {
            case METADATA -> track.describe(ColourInfo.read(body, packet.offset(), packet.length(), amf)::applyTo);
            case CHANNELS -> track.describe(MultichannelConfig.read(body, packet.offset(), packet.length())::applyTo);
            case SEQUENCE_START, TS_SEQUENCE_START -> {
                track.expect(packet);
                track.configure(body, packet);
            }
            case FRAME -> {
                track.expect(packet);
                long dts = Timebase.MILLIS.toNanos(clock.unwrap(timestamp)) + packet.nanoOffset();
                long pts = dts + Timebase.MILLIS.toNanos(packet.compositionMillis());
                if (isSmallPart(packet.length(), body)) {
                    byte[] own = Arrays.copyOfRange(body, packet.offset(), packet.offset() + packet.length());
                    track.frames(own, 0, own.length, dts, pts, frames);
                } else {
                    track.frames(body, packet.offset(), packet.length(), dts, pts, frames);
                }
            }
            default -> { } // a type that is not known yet
        }
        if (wasKnown != (track.track() != null)) {
            changes++;
        }
    }

    /** Whoever keeps the part should not keep the whole: a ring counts the bytes of frames, and not what their messages held besides. */
    private static boolean isSmallPart(int length, byte[] whole) {
        return length < whole.length / 2;
    }

    /** The first of a kind stays: its sender says so before it changes the configuration, and before it leaves. */
    private void end(FlvTrack track, MediaPacket packet) {
        if (track != null && packet.trackId() != 0 && track.track() != null) {
            track.end();
            changes++;
        }
    }

    private FlvTrack find(TrackKind kind, int number) {
        for (int i = 0; i < tracks.size(); i++) {
            if (tracks.get(i).is(kind, number)) {
                return tracks.get(i);
            }
        }
        return null;
    }

    private FlvTrack begin(MediaPacket packet) {
        if (tracks.size() == MOST_TRACKS) {
            throw MediaFormatException.malformed("RTMP", "one more track", MOST_TRACKS + " audio and video tracks");
        }
        String language = packet.kind() == TrackKind.AUDIO ? audioLanguages.getOrDefault(packet.trackId(), "") : "";
        FlvTrack track = new FlvTrack(id(packet.kind(), packet.trackId()), packet, language);
        tracks.add(track);
        return track;
    }

    private int id(TrackKind kind, int number) {
        if (number == 0) {
            return kind == TrackKind.VIDEO ? VIDEO_TRACK : AUDIO_TRACK;
        }
        for (Track track : before) {
            if (track.kind() == kind && track.property(FlvTrack.NUMBER).filter(known -> known == number).isPresent()
                    && isFree(track.id())) {
                return track.id();
            }
        }
        IntSupplier anyFree = () -> further().filter(this::isFree).findFirst().orElseThrow(); // there are more than MOST_TRACKS
        return further().filter(id -> isFree(id) && !isKept(id)).findFirst().orElseGet(anyFree);
    }

    private static IntStream further() {
        return IntStream.rangeClosed(FIRST_FURTHER_TRACK, Track.LARGEST_ID);
    }

    private boolean isFree(int id) {
        return id >= FIRST_FURTHER_TRACK && tracks.stream().noneMatch(track -> track.id() == id);
    }

    /** For a track that was there before and may come again. */
    private boolean isKept(int id) {
        return before.stream().anyMatch(track -> track.id() == id && track.property(FlvTrack.NUMBER).isPresent());
    }

    /** What onMetaData says of the languages of audio tracks, by number. */
    void languages(Map<Integer, String> byNumber) {
        audioLanguages.clear();
        audioLanguages.putAll(byNumber);
        byNumber.forEach((number, language) -> {
            FlvTrack track = find(TrackKind.AUDIO, number);
            if (track != null) {
                track.describe(known -> known.toBuilder().language(language).build());
            }
        });
    }

    /** Takes the body of a data message in AMF0, whose array is given away. */
    Frame data(ByteBuffer body, long timestamp) {
        if (data == null) {
            data = dataTrack();
            changes++;
        }
        Payload payload = isSmallPart(body.remaining(), body.array()) ? Payload.copyOf(body)
                : Payload.wrap(body.array(), body.arrayOffset() + body.position(), body.remaining());
        return Frame.of(data).dts(Timebase.MILLIS.toNanos(clock.unwrap(timestamp))).key(true).payload(payload).build();
    }

    /**
     * Appends all that frames to come depend on. The configurations too: one that has come is not at the kernel before the next
     * frame of its track, and what the kernel has is another publisher's while this one is on standby.
     */
    void writeState(ByteBuf out) {
        out.writeBoolean(clock.isStarted());
        out.writeLong(clock.last());
        out.writeBoolean(data != null);
        out.writeInt(changes);
        out.writeInt(tracks.size());
        tracks.forEach(track -> track.writeState(out));
        out.writeInt(audioLanguages.size());
        audioLanguages.forEach((number, language) -> {
            out.writeByte(number);
            NetConnection.writeText(out, language);
        });
    }

    /**
     * Goes on where the one that wrote this state stopped.
     *
     * @param declared tracks at the kernel: those that are equal are taken, so that no frame brings up the question again
     */
    static FlvInput readState(ByteBuf in, List<Track> declared) {
        FlvInput input = new FlvInput();
        boolean started = in.readBoolean();
        long last = in.readLong();
        if (started) {
            input.clock = TimestampUnwrapper.after(last, TIMESTAMP_BITS);
        }
        if (in.readBoolean()) {
            int same = declared.indexOf(dataTrack());
            input.data = same < 0 ? dataTrack() : declared.get(same);
        }
        input.changes = in.readInt();
        for (int left = in.readInt(); left > 0; left--) {
            input.tracks.add(FlvTrack.readState(in, declared));
        }
        for (int left = in.readInt(); left > 0; left--) {
            int number = in.readUnsignedByte();
            input.audioLanguages.put(number, NetConnection.readText(in));
        }
        input.before = declared;
        return input;
    }

    private static Track dataTrack() {
        return Track.of(DATA_TRACK, Codec.AMF0).build();
    }
}
