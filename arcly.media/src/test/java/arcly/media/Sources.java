package arcly.media;

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
import arcly.media.time.TimestampUnwrapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Frames for muxers: track 0 is H.264, track 1 AAC, and track 2, where asked for, track 1 again in another language. */
public final class Sources {
    public static final int VIDEO = 0;
    public static final int AUDIO = 1;
    public static final int SECOND_AUDIO = 2;

    private static final Map<Integer, List<Frame>> MADE = new ConcurrentHashMap<>(); // by number of B-frames

    private Sources() {
    }

    /** One second, 64x48, made by FFmpeg long ago. */
    public static List<Frame> golden() {
        return read(Golden.bytes("bframes.flv"));
    }

    /** Four seconds that FFmpeg makes now: 320x180 at 25 frames a second, a key frame every second, a tone beside. */
    public static List<Frame> made(int reordered) {
        return MADE.computeIfAbsent(reordered, Sources::make);
    }

    private static List<Frame> make(int reordered) {
        Path file = Path.of("target", "source-" + reordered + "b.flv").toAbsolutePath();
        try {
            Ffmpeg.run("ffmpeg", "-y", "-v", "warning", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25",
                    "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=44100", "-t", "4", "-pix_fmt", "yuv420p",
                    "-c:v", "libx264", "-preset", "veryfast", "-b:v", "500k", "-g", "25", "-sc_threshold", "0",
                    "-bf", Integer.toString(reordered),
                    "-vf", "setparams=color_primaries=bt709:color_trc=bt709:colorspace=bt709",
                    "-c:a", "aac", "-b:a", "96k", "-ac", "2", "-f", "flv", file.toString());
            return read(Files.readAllBytes(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static List<Frame> read(byte[] flv) {
        List<Frame> frames = new ArrayList<>();
        H264Assembler video = new H264Assembler(Track.of(VIDEO, Codec.H264).build());
        Track[] audio = new Track[1];
        TimestampUnwrapper unwrapper = new TimestampUnwrapper(32);
        new FlvTagAssembler(1 << 20).add(flv, 0, flv.length, tag -> {
            byte[] body = tag.body().toByteArray();
            long millis = unwrapper.unwrap(tag.timestampMillis());
            if (tag.type() == FlvTag.VIDEO) {
                addVideo(video, body, millis, frames);
            } else if (tag.type() == FlvTag.AUDIO && AudioTagHeader.read(body, 0, body.length).isSequenceHeader()) {
                audio[0] = AudioSpecificConfig.read(body, 2, body.length - 2)
                        .track(Track.of(AUDIO, Codec.AAC).language("en").build());
            } else if (tag.type() == FlvTag.AUDIO) {
                frames.add(Frame.of(audio[0]).dts(Timebase.MILLIS.toNanos(millis)).key(true)
                        .payload(tag.body().slice(2, body.length - 2)).build());
            }
        });
        return frames;
    }

    private static void addVideo(H264Assembler video, byte[] body, long millis, List<Frame> frames) {
        VideoTagHeader header = VideoTagHeader.read(body, 0, body.length);
        int length = body.length - header.length();
        if (header.isSequenceHeader()) {
            video.configure(body, header.length(), length);
        } else if (header.isFrame()) {
            frames.add(video.lengthPrefixed(body, header.length(), length).dts(Timebase.MILLIS.toNanos(millis))
                    .pts(Timebase.MILLIS.toNanos(millis + header.compositionMillis())).build());
        }
    }

    /** The frames, with each of the audio track once more in another track. */
    public static List<Frame> withSecondAudio(List<Frame> frames) {
        List<Frame> both = new ArrayList<>();
        Track second = copy(tracks(frames).get(AUDIO)).language("de-AT").build();
        for (Frame frame : frames) {
            both.add(frame);
            if (frame.track().id() == AUDIO) {
                both.add(Frame.of(second).dts(frame.dts()).key(true).payload(frame.payload()).build());
            }
        }
        return both;
    }

    private static Track.Builder copy(Track track) {
        return Track.of(SECOND_AUDIO, track.codec()).configuration(track.configuration()).sampleRate(track.sampleRate())
                .channels(track.channels());
    }

    /** By id. */
    public static List<Track> tracks(List<Frame> frames) {
        return frames.stream().map(Frame::track).distinct().sorted((a, b) -> a.id() - b.id()).toList();
    }

    public static List<Frame> ofTrack(List<Frame> frames, int id) {
        return frames.stream().filter(frame -> frame.track().id() == id).toList();
    }

    /** The frames between key frames of the video track, the key frame first. */
    public static List<List<Frame>> segments(List<Frame> frames) {
        List<List<Frame>> segments = new ArrayList<>();
        for (Frame frame : frames) {
            if (segments.isEmpty() || frame.track().id() == VIDEO && frame.isKey()
                    && segments.get(segments.size() - 1).stream().anyMatch(each -> each.track().id() == VIDEO)) {
                segments.add(new ArrayList<>());
            }
            segments.get(segments.size() - 1).add(frame);
        }
        return segments;
    }

    /** Writes what remains in the buffers behind each other. */
    public static Path write(Path file, List<ByteBuffer> buffers) throws IOException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE,
                StandardOpenOption.TRUNCATE_EXISTING)) {
            for (ByteBuffer buffer : buffers) {
                ByteBuffer view = buffer.duplicate();
                while (view.hasRemaining()) {
                    out.write(view);
                }
            }
        }
        return file;
    }

    public static String md5(ByteBuffer bytes) {
        try {
            MessageDigest digest = MessageDigest.getInstance("MD5");
            digest.update(bytes.duplicate());
            return "MD5:" + HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
