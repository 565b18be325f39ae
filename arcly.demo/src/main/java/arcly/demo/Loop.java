package arcly.demo;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.flv.AudioTagHeader;
import arcly.media.flv.FlvTag;
import arcly.media.flv.FlvTagAssembler;
import arcly.media.flv.VideoTagHeader;
import arcly.media.h264.H264Assembler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A sample whose end fits its beginning: frames by decode time, the first at 0, and the time after which they come again.
 *
 * <p>Immutable.
 */
final class Loop {
    private static final int VIDEO_TRACK = 0;
    private static final int AUDIO_TRACK = 1;
    /** Bytes of a tag; the sample's largest key frame is far below. */
    private static final int LARGEST_TAG = 1 << 20;
    private static final long SECOND = 1_000_000_000L;

    private final List<Track> tracks;
    private final List<Frame> frames;
    private final long length;

    /**
     * @param frames by decode time, from 0 on
     * @param length nanoseconds; more than the last decode time
     */
    Loop(List<Frame> frames, long length) {
        this.frames = List.copyOf(frames);
        this.tracks = frames.stream().map(Frame::track).distinct().toList();
        this.length = length;
    }

    /**
     * Reads an FLV file with H.264 of a steady frame rate and AAC.
     *
     * @throws IOException if it cannot be read
     * @throws arcly.media.MediaFormatException if it is no such file
     */
    static Loop read(InputStream flv) throws IOException {
        FlvTagAssembler file = new FlvTagAssembler(LARGEST_TAG);
        byte[] bytes = flv.readAllBytes();
        Reading reading = new Reading();
        file.add(bytes, 0, bytes.length, reading::take);
        return reading.loop();
    }

    List<Track> tracks() {
        return tracks;
    }

    /** Nanoseconds. */
    long length() {
        return length;
    }

    /** When the {@code number}th frame, counted over all rounds, is decoded: nanoseconds from the beginning of the first round. */
    long timeOf(long number) {
        return roundOf(number) * length + inRound(number).dts();
    }

    /** The {@code number}th frame, counted over all rounds, at its time. */
    Frame frame(long number) {
        return inRound(number).moved(roundOf(number) * length, false);
    }

    private Frame inRound(long number) {
        return frames.get((int) (number % frames.size()));
    }

    private long roundOf(long number) {
        return number / frames.size();
    }

    /**
     * Takes the tags of a file. FLV has milliseconds, which would add up to a jitter that the sample has not; so frames are counted,
     * and their times follow from the frame rate and the sample rate.
     */
    private static final class Reading {
        private final H264Assembler video = new H264Assembler(Track.of(VIDEO_TRACK, Codec.H264).build());
        private final List<Frame.Builder> pictures = new ArrayList<>();
        private final List<Long> compositionMillis = new ArrayList<>();
        private final List<Payload> sounds = new ArrayList<>();
        private AudioSpecificConfig configuration; // null before it was read

        void take(FlvTag tag) {
            byte[] body = tag.body().toByteArray();
            switch (tag.type()) {
                case FlvTag.VIDEO -> takeVideo(body);
                case FlvTag.AUDIO -> takeAudio(body);
                default -> { } // onMetaData says nothing that the tracks do not
            }
        }

        private void takeVideo(byte[] body) {
            VideoTagHeader header = VideoTagHeader.read(body, 0, body.length);
            int left = body.length - header.length();
            if (header.isSequenceHeader()) {
                video.configure(body, header.length(), left);
            } else if (header.isFrame()) {
                pictures.add(video.lengthPrefixed(body, header.length(), left));
                compositionMillis.add((long) header.compositionMillis());
            }
        }

        private void takeAudio(byte[] body) {
            AudioTagHeader header = AudioTagHeader.read(body, 0, body.length);
            int left = body.length - header.length();
            if (header.isSequenceHeader()) {
                configuration = AudioSpecificConfig.read(body, header.length(), left);
            } else {
                sounds.add(Payload.wrap(body, header.length(), left));
            }
        }

        Loop loop() {
            double rate = video.track().frameRate();
            List<Frame> frames = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                long later = Math.round(compositionMillis.get(i) * rate / 1000);
                frames.add(pictures.get(i).dts(at(i, rate)).pts(at(i + later, rate)).duration(at(i + 1, rate) - at(i, rate)).build());
            }
            Track audio = configuration.track(Track.of(AUDIO_TRACK, Codec.AAC).build());
            double soundRate = (double) audio.sampleRate() / configuration.samplesPerFrame();
            for (int i = 0; i < sounds.size(); i++) {
                frames.add(Frame.of(audio).dts(at(i, soundRate)).duration(at(i + 1, soundRate) - at(i, soundRate)).key(true)
                        .payload(sounds.get(i)).build());
            }
            frames.sort(Comparator.comparingLong(Frame::dts)); // stable: a picture comes before the sound of the same time
            return new Loop(frames, at(pictures.size(), rate));
        }

        private static long at(long count, double perSecond) {
            return Math.round(count * SECOND / perSecond);
        }
    }
}
