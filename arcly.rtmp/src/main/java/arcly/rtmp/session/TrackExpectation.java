package arcly.rtmp.session;

import io.netty.buffer.ByteBuf;
import java.util.Map;

/**
 * Which tracks a publisher will have: RTMP has no list of them, but onMetaData names codecs, and there is at most one video and
 * one audio. So readers need not wait once both are there, or all that was announced.
 */
final class TrackExpectation {
    private boolean announced;
    private boolean video;
    private boolean audio;

    // as declared last
    private boolean declaredVideo;
    private boolean declaredAudio;
    private boolean declaredData; // nothing announces it, so it may come when the others are complete
    private boolean complete;

    /** What onMetaData says; one without any codec says nothing. */
    void announced(Map<String, Object> metadata) {
        video = isCodec(metadata.get("videocodecid"));
        audio = isCodec(metadata.get("audiocodecid"));
        announced = video || audio;
    }

    /** A number (FLV's) or a text (OBS: avc1, mp4a); 0 stands for none with some publishers. */
    private static boolean isCodec(Object value) {
        return value instanceof String text ? !text.isEmpty() : value instanceof Double number && number != 0;
    }

    /** True if tracks came, or became complete, since the last time this was true. */
    boolean shallDeclare(FlvInput input) {
        boolean nowComplete = input.hasVideo() && input.hasAudio()
                || announced && (input.hasVideo() || !video) && (input.hasAudio() || !audio);
        boolean changed = input.hasVideo() != declaredVideo || input.hasAudio() != declaredAudio
                || input.hasData() != declaredData || nowComplete != complete && (input.hasVideo() || input.hasAudio());
        if (changed) {
            declaredVideo = input.hasVideo();
            declaredAudio = input.hasAudio();
            declaredData = input.hasData();
            complete = nowComplete;
        }
        return changed;
    }

    boolean isComplete() {
        return complete;
    }

    void writeState(ByteBuf out) {
        boolean[] flags = {announced, video, audio, declaredVideo, declaredAudio, complete, declaredData};
        int bits = 0;
        for (int i = 0; i < flags.length; i++) {
            bits |= flags[i] ? 1 << i : 0;
        }
        out.writeByte(bits);
    }

    static TrackExpectation readState(ByteBuf in) {
        int bits = in.readUnsignedByte();
        TrackExpectation read = new TrackExpectation();
        read.announced = (bits & 1) != 0;
        read.video = (bits & 2) != 0;
        read.audio = (bits & 4) != 0;
        read.declaredVideo = (bits & 8) != 0;
        read.declaredAudio = (bits & 16) != 0;
        read.complete = (bits & 32) != 0;
        read.declaredData = (bits & 64) != 0;
        return read;
    }
}
