package arcly.media.flv;

import arcly.api.media.TrackKind;
import arcly.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads a body with an ExVideoTagHeader or an ExAudioTagHeader (E-RTMP v2, "Enhanced Audio", "Enhanced Video"):
 *
 * <pre>
 * first byte: packet type in the low 4 bits
 * [ModEx: size - 1 (8, or 8 and 16) | data | ModEx type 4 | packet type 4] ...
 * [multitrack: track form 4 | packet type 4]
 * FourCC 32, unless each track has its own
 * then, for one or several tracks: [FourCC 32] [track id 8 [| size 24]] [composition time SI24] payload
 * </pre>
 *
 * <p>One object reads one body.
 */
final class ExBody {
    /** Tracks in one message: as many as a stream of arcly can have. */
    static final int MOST_TRACKS = 64;
    /** ModEx before one packet. One is defined; each costs an encoder at least three bytes. */
    static final int MOST_MOD_EX = 16;

    private static final int COMMAND_FRAME = 5;
    private static final int LONG_MOD_EX = 256;
    private static final int NANO_BYTES = 3;

    private final TrackKind kind;
    private final String what;
    private final byte[] body;
    private final int start;
    private final int end;
    private final List<MediaPacket> packets = new ArrayList<>(1);
    private int at;
    private int packetType;
    private int nanoOffset;
    private boolean key = true;

    ExBody(TrackKind kind, byte[] body, int offset, int length) {
        this.kind = kind;
        this.what = kind == TrackKind.VIDEO ? "E-RTMP video message" : "E-RTMP audio message";
        this.body = body;
        this.start = offset;
        this.at = offset;
        this.end = offset + length;
    }

    List<MediaPacket> read() {
        int first = unsigned("header", 1);
        packetType = first & 0xF;
        int frameType = first >> 4 & 7;
        key = kind != TrackKind.VIDEO || frameType == 1 || frameType == 4;
        for (int i = 0; packetType == ExHeader.MOD_EX; i++) {
            if (i == MOST_MOD_EX) {
                throw MediaFormatException.malformed(where("ModEx"), "more of them", "up to " + MOST_MOD_EX);
            }
            readModEx();
        }
        if (kind == TrackKind.VIDEO && frameType == COMMAND_FRAME && packetType != ExHeader.VIDEO_METADATA) {
            return List.of(new MediaPacket.Builder(kind).type(MediaPacketType.COMMAND).key(false).at(at, end - at));
        }
        if (packetType == (kind == TrackKind.VIDEO ? ExHeader.VIDEO_MULTITRACK : ExHeader.AUDIO_MULTITRACK)) {
            readTracks();
        } else {
            add(fourCc(), 0, end);
        }
        return packets;
    }

    private void readModEx() {
        int size = unsigned("ModEx size", 1) + 1;
        if (size == LONG_MOD_EX) {
            size = unsigned("ModEx size", 2) + 1;
        }
        int data = at;
        need("ModEx data", size);
        at += size;
        int types = unsigned("ModEx type", 1);
        packetType = types & 0xF;
        if (types >> 4 == ExHeader.TIMESTAMP_OFFSET_NANO && size >= NANO_BYTES) {
            int nanos = (body[data] & 0xFF) << 16 | (body[data + 1] & 0xFF) << 8 | body[data + 2] & 0xFF;
            if (nanos > ExHeader.LARGEST_NANO_OFFSET) {
                throw MediaFormatException.malformed(where("TimestampOffsetNano"), nanos, "0 to " + ExHeader.LARGEST_NANO_OFFSET);
            }
            nanoOffset = nanos;
        }
    }

    private void readTracks() {
        int types = unsigned("multitrack type", 1);
        int form = types >> 4;
        int multitrack = packetType;
        packetType = types & 0xF;
        if (packetType == multitrack || packetType == ExHeader.MOD_EX) {
            throw MediaFormatException.malformed(where("packet type of tracks"), packetType, "neither multitrack nor ModEx");
        }
        if (form > ExHeader.MANY_TRACKS_MANY_CODECS) {
            throw MediaFormatException.unsupported(where("multitrack type"), form, "0, 1, 2");
        }
        FourCc common = form == ExHeader.MANY_TRACKS_MANY_CODECS ? null : fourCc();
        if (form == ExHeader.ONE_TRACK) {
            add(common, unsigned("track id", 1), end);
            return;
        }
        while (at < end) {
            if (packets.size() == MOST_TRACKS) {
                throw MediaFormatException.malformed(where("tracks"), "more of them", "up to " + MOST_TRACKS);
            }
            FourCc fourCc = common == null ? fourCc() : common;
            int trackId = unsigned("track id", 1);
            int size = unsigned("size of track", NANO_BYTES);
            need("track " + trackId, size);
            add(fourCc, trackId, at + size);
        }
    }

    private void add(FourCc fourCc, int trackId, int trackEnd) {
        MediaPacket.Builder packet = new MediaPacket.Builder(kind).type(type()).codec(fourCc.codec()
                .filter(codec -> codec.kind() == kind).orElse(null), fourCc.toString())
                .trackId(trackId).key(key).nanoOffset(nanoOffset);
        if (kind == TrackKind.VIDEO && packetType == ExHeader.CODED_FRAMES && fourCc.hasComposition()) {
            if (trackEnd - at < 3) {
                throw MediaFormatException.malformed(where("composition time"),
                        "the end after " + (trackEnd - at) + " more bytes", "3 bytes");
            }
            packet.compositionMillis(unsigned("composition time", 3) << 8 >> 8); // SI24
        }
        packets.add(packet.at(at, trackEnd - at));
        at = trackEnd;
    }

    private MediaPacketType type() {
        boolean video = kind == TrackKind.VIDEO;
        return switch (packetType) {
            case ExHeader.SEQUENCE_START -> MediaPacketType.SEQUENCE_START;
            case ExHeader.CODED_FRAMES -> MediaPacketType.FRAME;
            case ExHeader.SEQUENCE_END -> MediaPacketType.SEQUENCE_END;
            case ExHeader.CODED_FRAMES_X -> video ? MediaPacketType.FRAME : MediaPacketType.OTHER;
            case ExHeader.VIDEO_METADATA -> video ? MediaPacketType.METADATA : MediaPacketType.CHANNELS;
            case ExHeader.TS_SEQUENCE_START -> MediaPacketType.TS_SEQUENCE_START; // audio has its multitrack there
            default -> MediaPacketType.OTHER;
        };
    }

    private FourCc fourCc() {
        need("FourCC", FourCc.LENGTH);
        return FourCc.of(unsigned("FourCC", FourCc.LENGTH));
    }

    private int unsigned(String field, int bytes) {
        need(field, bytes);
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value = value << 8 | body[at++] & 0xFF;
        }
        return value;
    }

    private void need(String field, int bytes) {
        if (end - at < bytes) {
            throw MediaFormatException.malformed(where(field), "the end after " + (end - at) + " more bytes", bytes + " bytes");
        }
    }

    private String where(String field) {
        return what + ", byte " + (at - start) + ", " + field;
    }
}
