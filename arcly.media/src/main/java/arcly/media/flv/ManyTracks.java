package arcly.media.flv;

import arcly.api.media.Payload;
import arcly.api.media.TrackKind;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes one body with packets of several tracks, all of one kind, type and time (E-RTMP v2, AvMultitrackType.ManyTracks, or
 * ManyTracksManyCodecs if their codecs differ).
 */
public final class ManyTracks {
    private final TrackKind kind;
    private final int packetType;
    private final boolean key;
    private final int nanoOffset;
    private final List<Part> parts = new ArrayList<>();

    private record Part(FourCc fourCc, int trackId, int composition, Payload payload) {
        boolean hasComposition(int packetType) {
            return packetType == ExHeader.CODED_FRAMES && fourCc.hasComposition();
        }
    }

    private ManyTracks(TrackKind kind, int packetType, boolean key, int nanoOffset) {
        this.kind = kind;
        this.packetType = packetType;
        this.key = key;
        this.nanoOffset = nanoOffset;
    }

    /** Configurations. */
    public static ManyTracks configurations(TrackKind kind) {
        return new ManyTracks(kind, ExHeader.SEQUENCE_START, true, 0);
    }

    /**
     * Frames.
     *
     * @param key whether all of them are key frames
     * @param nanoOffset as in {@link TagForm#writeFrame}
     */
    public static ManyTracks frames(TrackKind kind, boolean key, int nanoOffset) {
        return new ManyTracks(kind, ExHeader.CODED_FRAMES, key, nanoOffset);
    }

    /**
     * Adds a track's packet.
     *
     * @param trackId 0 to {@link TagForm#LARGEST_TRACK}
     * @param compositionMillis presentation time less decode time; limited to 24 bits, and lost where the codec has none
     * @throws IllegalArgumentException if the number or the payload's size does not fit
     */
    public ManyTracks add(FourCc fourCc, int trackId, long compositionMillis, Payload payload) {
        if ((trackId & ~TagForm.LARGEST_TRACK) != 0 || payload.size() > FlvTag.MOST_BODY_BYTES / 2) {
            throw new IllegalArgumentException("track " + trackId + " of " + payload.size() + " bytes; allowed are 0 to "
                    + TagForm.LARGEST_TRACK + ", " + FlvTag.MOST_BODY_BYTES / 2 + " bytes");
        }
        parts.add(new Part(fourCc, trackId, ExHeader.composition(compositionMillis), payload));
        return this;
    }

    /** Appends the body. */
    public void write(ByteBuf out) {
        boolean video = kind == TrackKind.VIDEO;
        boolean oneCodec = parts.stream().map(Part::fourCc).distinct().count() == 1;
        TagForm.writeHead(video ? ExHeader.VIDEO | (key ? 1 : 2) << 4 : ExHeader.AUDIO,
                video ? ExHeader.VIDEO_MULTITRACK : ExHeader.AUDIO_MULTITRACK, nanoOffset, out);
        out.writeByte((oneCodec ? ExHeader.MANY_TRACKS : ExHeader.MANY_TRACKS_MANY_CODECS) << 4 | packetType);
        if (oneCodec) {
            parts.get(0).fourCc.write(out);
        }
        for (Part part : parts) {
            boolean composition = part.hasComposition(packetType);
            if (!oneCodec) {
                part.fourCc.write(out);
            }
            out.writeByte(part.trackId).writeMedium(part.payload.size() + (composition ? 3 : 0));
            if (composition) {
                out.writeMedium(part.composition);
            }
            out.writeBytes(part.payload.view());
        }
    }
}
