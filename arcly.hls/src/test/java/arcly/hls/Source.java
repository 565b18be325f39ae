package arcly.hls;

import arcly.api.media.Codec;
import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.media.aac.AudioSpecificConfig;
import arcly.media.flv.AudioTagHeader;
import arcly.media.flv.FlvTag;
import arcly.media.flv.FlvTagAssembler;
import arcly.media.flv.VideoTagHeader;
import arcly.media.h264.H264Assembler;
import arcly.media.time.Timebase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Frames that FFmpeg makes: track 0 is H.264, 25 a second with a key frame every second, track 1 a tone in AAC. */
final class Source {
    static final int VIDEO = 0;
    static final int AUDIO = 1;

    private static final Map<String, List<Frame>> MADE = new HashMap<>();

    private Source() {
    }

    static synchronized List<Frame> of(int seconds, int reordered) throws IOException, InterruptedException {
        String name = "source-" + seconds + "s-" + reordered + "b.flv";
        if (!MADE.containsKey(name)) {
            Path file = Path.of("target", name).toAbsolutePath();
            Ffmpeg.run("ffmpeg", "-y", "-v", "warning", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25",
                    "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100", "-t", Integer.toString(seconds),
                    "-pix_fmt", "yuv420p", "-c:v", "libx264", "-preset", "veryfast", "-b:v", "300k", "-g", "25", "-sc_threshold",
                    "0", "-bf", Integer.toString(reordered), "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-f", "flv", file.toString());
            MADE.put(name, read(Files.readAllBytes(file)));
        }
        return MADE.get(name);
    }

    private static List<Frame> read(byte[] flv) {
        List<Frame> frames = new ArrayList<>();
        H264Assembler video = new H264Assembler(Track.of(VIDEO, Codec.H264).build());
        Track[] audio = new Track[1];
        new FlvTagAssembler(1 << 20).add(flv, 0, flv.length, tag -> {
            byte[] body = tag.body().toByteArray();
            long dts = Timebase.MILLIS.toNanos(tag.timestampMillis());
            if (tag.type() == FlvTag.VIDEO) {
                VideoTagHeader header = VideoTagHeader.read(body, 0, body.length);
                int length = body.length - header.length();
                if (header.isSequenceHeader()) {
                    video.configure(body, header.length(), length);
                } else if (header.isFrame()) {
                    frames.add(video.lengthPrefixed(body, header.length(), length).dts(dts)
                            .pts(dts + Timebase.MILLIS.toNanos(header.compositionMillis())).build());
                }
            } else if (tag.type() == FlvTag.AUDIO && AudioTagHeader.read(body, 0, body.length).isSequenceHeader()) {
                audio[0] = AudioSpecificConfig.read(body, 2, body.length - 2).track(Track.of(AUDIO, Codec.AAC).build());
            } else if (tag.type() == FlvTag.AUDIO) {
                frames.add(Frame.of(audio[0]).dts(dts).key(true).payload(tag.body().slice(2, body.length - 2)).build());
            }
        });
        return List.copyOf(frames);
    }

    static List<Track> tracks(List<Frame> frames) {
        return frames.stream().map(Frame::track).distinct().sorted((a, b) -> a.id() - b.id()).toList();
    }

    static List<Frame> ofTrack(List<Frame> frames, int id) {
        return frames.stream().filter(frame -> frame.track().id() == id).toList();
    }

    /** The frame in another track with the same id and configuration, of which {@code track} says the rest. */
    static Frame in(Track track, Frame frame) {
        return Frame.of(track).dts(frame.dts()).pts(frame.pts()).key(frame.isKey()).payload(frame.payload()).build();
    }
}
