package arcly.rtmp.session;

import arcly.api.media.TrackKind;
import io.netty.buffer.ByteBuf;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which tracks a publisher will have: RTMP has no list of them, but onMetaData names codecs, and E-RTMP's tells of further
 * tracks. So readers need not wait once all that was announced is there, or, of a publisher that announces nothing, one of each
 * kind.
 */
final class TrackExpectation {
    private final Set<Integer> video = new TreeSet<>(); // announced numbers; 0 is the first track
    private final Set<Integer> audio = new TreeSet<>();

    private boolean newlyAnnounced;

    // as declared last
    private int declaredChanges;
    private boolean complete;

    /** What onMetaData says; one without any codec says nothing. */
    void announced(Map<String, Object> metadata) {
        read(video, metadata.get("videocodecid"), metadata.get(TrackMetadata.VIDEO_TRACKS));
        read(audio, metadata.get("audiocodecid"), metadata.get(TrackMetadata.AUDIO_TRACKS));
        newlyAnnounced = true;
    }

    private static void read(Set<Integer> numbers, Object codec, Object further) {
        numbers.clear();
        if (isCodec(codec)) {
            numbers.add(0);
        }
        numbers.addAll(TrackMetadata.byNumber(further).keySet());
    }

    /** A number (FLV's or a FourCC) or a text (OBS: avc1, mp4a); 0 stands for none with some publishers. */
    private static boolean isCodec(Object value) {
        return value instanceof String text ? !text.isEmpty() : value instanceof Double number && number != 0;
    }

    /** True if tracks came or went, or became complete, since the last time this was true. */
    boolean shallDeclare(FlvInput input) {
        if (input.changes() == declaredChanges && !newlyAnnounced) {
            return false;
        }
        newlyAnnounced = false;
        boolean nowComplete = isThere(input);
        boolean changed = input.changes() != declaredChanges || nowComplete != complete && input.changes() > 0;
        declaredChanges = input.changes();
        complete = nowComplete;
        return changed;
    }

    private boolean isThere(FlvInput input) {
        if (video.isEmpty() && audio.isEmpty()) {
            return input.has(TrackKind.VIDEO, 0) && input.has(TrackKind.AUDIO, 0);
        }
        return video.stream().allMatch(number -> input.has(TrackKind.VIDEO, number))
                && audio.stream().allMatch(number -> input.has(TrackKind.AUDIO, number));
    }

    boolean isComplete() {
        return complete;
    }

    void writeState(ByteBuf out) {
        write(out, video);
        write(out, audio);
        out.writeBoolean(newlyAnnounced);
        out.writeInt(declaredChanges);
        out.writeBoolean(complete);
    }

    private static void write(ByteBuf out, Set<Integer> numbers) {
        out.writeInt(numbers.size());
        numbers.forEach(out::writeByte);
    }

    static TrackExpectation readState(ByteBuf in) {
        TrackExpectation read = new TrackExpectation();
        readNumbers(in, read.video);
        readNumbers(in, read.audio);
        read.newlyAnnounced = in.readBoolean();
        read.declaredChanges = in.readInt();
        read.complete = in.readBoolean();
        return read;
    }

    private static void readNumbers(ByteBuf in, Set<Integer> into) {
        for (int left = in.readInt(); left > 0; left--) {
            into.add((int) in.readUnsignedByte());
        }
    }
}
