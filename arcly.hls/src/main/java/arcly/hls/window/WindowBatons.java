package arcly.hls.window;

import arcly.api.handover.Baton;
import arcly.api.handover.HandoverException;
import arcly.api.media.Codec;
import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.api.media.TrackProperty;
import arcly.hls.HlsSettings.Format;
import arcly.hls.segment.Chunk;
import arcly.hls.segment.Epoch;
import arcly.hls.segment.Rendition;
import arcly.hls.segment.Segment;
import arcly.hls.segment.SegmenterState;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A window as batons: one that says where everything stands ({@value #WINDOW}), then the segments' files, newest first
 * ({@value #FILE}). If the last ones do not arrive, the window is shorter; what is numbered goes on all the same.
 */
final class WindowBatons {
    static final String WINDOW = "hls.window";
    static final String FILE = "hls.file";
    private static final int VERSION = 1;
    private static final Chunk MISSING = Chunk.of(List.of());

    /** What there is to go on with. */
    record Left(SegmenterState segmenter, WindowState window) { }

    private WindowBatons() {
    }

    static List<Baton> write(SegmenterState segmenter, WindowState window) {
        List<Baton> batons = new ArrayList<>();
        try {
            batons.add(index(segmenter, window));
            for (int i = window.segments().size() - 1; i >= 0; i--) {
                Segment segment = window.segments().get(i);
                for (Map.Entry<String, Chunk> each : segment.chunks().entrySet()) {
                    if (each.getValue().bytes() > Baton.LARGEST - 1024) {
                        return batons; // it and all before it cannot be left
                    }
                    batons.add(file(segment.sequence(), each.getKey(), each.getValue()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is written but to memory", e);
        }
        return batons;
    }

    private static Baton file(long sequence, String rendition, Chunk chunk) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream((int) chunk.bytes() + 64);
        DataOutputStream out = new DataOutputStream(bytes);
        out.writeLong(sequence);
        out.writeUTF(rendition);
        out.write(chunk.copy());
        return Baton.of(FILE, VERSION, bytes.toByteArray());
    }

    private static Baton index(SegmenterState segmenter, WindowState window) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(bytes);
        writeSegmenter(segmenter, out);
        out.writeUTF(window.token());
        out.writeInt(window.targetSeconds());
        out.writeLong(window.discontinuities());
        out.writeInt(window.listed());
        out.writeLong(window.version());
        out.writeInt(window.epochs().size());
        for (Epoch epoch : window.epochs().values()) {
            writeEpoch(epoch, out);
        }
        out.writeInt(window.segments().size());
        for (Segment segment : window.segments()) {
            out.writeLong(segment.sequence());
            out.writeInt(segment.epoch());
            out.writeBoolean(segment.discontinuity());
            out.writeBoolean(segment.key());
            out.writeLong(segment.programTime());
            out.writeLong(segment.durationNanos());
            out.writeInt(segment.chunks().size());
            for (String rendition : segment.chunks().keySet()) {
                out.writeUTF(rendition);
            }
        }
        return Baton.of(WINDOW, VERSION, bytes.toByteArray());
    }

    private static void writeSegmenter(SegmenterState state, DataOutputStream out) throws IOException {
        out.writeLong(state.stream());
        out.writeLong(state.sequence());
        out.writeInt(state.epoch());
        out.writeUTF(state.format().name());
        out.writeLong(state.epochTime());
        out.writeLong(state.epochDts());
        out.writeBoolean(state.discontinuity());
        out.writeInt(state.next().size());
        for (Map.Entry<Integer, Long> each : state.next().entrySet()) {
            out.writeInt(each.getKey());
            out.writeLong(each.getValue());
        }
        out.writeInt(state.tracks().size());
        for (Map.Entry<Integer, Integer> each : state.tracks().entrySet()) {
            out.writeInt(each.getKey());
            out.writeInt(each.getValue());
        }
        out.writeInt(state.writers().size());
        for (Map.Entry<String, byte[]> each : state.writers().entrySet()) {
            out.writeUTF(each.getKey());
            writeBytes(each.getValue(), out);
        }
    }

    private static void writeEpoch(Epoch epoch, DataOutputStream out) throws IOException {
        out.writeInt(epoch.number());
        out.writeUTF(epoch.format().name());
        out.writeInt(epoch.renditions().size());
        for (Rendition rendition : epoch.renditions()) {
            out.writeUTF(rendition.name());
            out.writeInt(rendition.tracks().size());
            for (Track track : rendition.tracks()) {
                writeTrack(track, out);
            }
        }
        out.writeInt(epoch.inits().size());
        for (Map.Entry<String, Chunk> each : epoch.inits().entrySet()) {
            out.writeUTF(each.getKey());
            writeBytes(each.getValue().copy(), out);
        }
    }

    /** What playlists say of it. */
    private static void writeTrack(Track track, DataOutputStream out) throws IOException {
        out.writeInt(track.id());
        out.writeUTF(track.codec().name());
        out.writeUTF(track.kind().name());
        writeBytes(track.configuration().toByteArray(), out);
        out.writeInt(track.width());
        out.writeInt(track.height());
        out.writeDouble(track.frameRate());
        out.writeInt(track.sampleRate());
        out.writeInt(track.channels());
        out.writeUTF(track.language());
        out.writeUTF(track.property(TrackProperty.LABEL).orElse(""));
    }

    private static void writeBytes(byte[] bytes, DataOutputStream out) throws IOException {
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    // ---- and back

    /** @return null if there is nothing, or nothing that is known here */
    static Left read(List<Baton> batons) throws HandoverException {
        Baton index = batons.stream().filter(each -> each.kind().equals(WINDOW) && each.version() == VERSION).findFirst()
                .orElse(null);
        if (index == null) {
            return null;
        }
        try {
            Map<String, Chunk> files = new HashMap<>();
            for (Baton each : batons) {
                if (each.kind().equals(FILE) && each.version() == VERSION) {
                    byte[] bytes = each.bytes();
                    DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes));
                    String name = in.readLong() + " " + in.readUTF();
                    int at = bytes.length - in.available();
                    files.put(name, Chunk.of(List.of(ByteBuffer.wrap(bytes, at, bytes.length - at).slice().asReadOnlyBuffer())));
                }
            }
            return readIndex(new DataInputStream(new ByteArrayInputStream(index.bytes())), files);
        } catch (IOException | RuntimeException e) {
            throw new HandoverException("a window of HLS cannot be read: " + e);
        }
    }

    private static Left readIndex(DataInputStream in, Map<String, Chunk> files) throws IOException {
        SegmenterState segmenter = readSegmenter(in);
        String token = in.readUTF();
        int target = in.readInt();
        long discontinuities = in.readLong();
        int listed = in.readInt();
        long version = in.readLong();
        Map<Integer, Epoch> epochs = new TreeMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            Epoch epoch = readEpoch(in);
            epochs.put(epoch.number(), epoch);
        }
        LinkedList<Segment> segments = new LinkedList<>();
        int count = in.readInt();
        for (int i = 0; i < count; i++) {
            boolean isListed = count - i <= listed;
            boolean firstListed = count - i == listed;
            Segment segment = readSegment(in, files);
            if (!epochs.containsKey(segment.epoch())) {
                throw new IOException("segment " + segment.sequence() + " is of epoch " + segment.epoch()
                        + ", which is not there");
            }
            discontinuities += isListed && !firstListed && segments.isEmpty() && segment.discontinuity() ? 1 : 0;
            if (segment.chunks().values().contains(MISSING)) {
                segments.clear(); // what came before it would leave a hole
            } else {
                segments.add(segment);
            }
        }
        return new Left(segmenter, new WindowState(token, target, discontinuities, Math.min(listed, segments.size()), version,
                epochs, List.copyOf(segments)));
    }

    private static Segment readSegment(DataInputStream in, Map<String, Chunk> files) throws IOException {
        long sequence = in.readLong();
        int epoch = in.readInt();
        boolean discontinuity = in.readBoolean();
        boolean key = in.readBoolean();
        long programTime = in.readLong();
        long duration = in.readLong();
        Map<String, Chunk> chunks = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            String rendition = in.readUTF();
            chunks.put(rendition, files.getOrDefault(sequence + " " + rendition, MISSING));
        }
        return new Segment(sequence, epoch, discontinuity, key, programTime, duration, chunks);
    }

    private static SegmenterState readSegmenter(DataInputStream in) throws IOException {
        long stream = in.readLong();
        long sequence = in.readLong();
        int epoch = in.readInt();
        Format format = Format.valueOf(in.readUTF());
        long epochTime = in.readLong();
        long epochDts = in.readLong();
        boolean discontinuity = in.readBoolean();
        Map<Integer, Long> next = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            next.put(in.readInt(), in.readLong());
        }
        Map<Integer, Integer> tracks = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            tracks.put(in.readInt(), in.readInt());
        }
        Map<String, byte[]> writers = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            writers.put(in.readUTF(), readBytes(in));
        }
        return new SegmenterState(stream, sequence, epoch, format, epochTime, epochDts, next, tracks, writers, discontinuity);
    }

    private static Epoch readEpoch(DataInputStream in) throws IOException {
        int number = in.readInt();
        Format format = Format.valueOf(in.readUTF());
        List<Rendition> renditions = new ArrayList<>();
        for (int i = in.readInt(); i > 0; i--) {
            String name = in.readUTF();
            List<Track> tracks = new ArrayList<>();
            for (int j = in.readInt(); j > 0; j--) {
                tracks.add(readTrack(in));
            }
            renditions.add(new Rendition(name, List.copyOf(tracks)));
        }
        Map<String, Chunk> inits = new HashMap<>();
        for (int i = in.readInt(); i > 0; i--) {
            inits.put(in.readUTF(), Chunk.of(List.of(ByteBuffer.wrap(readBytes(in)).asReadOnlyBuffer())));
        }
        return new Epoch(number, format, List.copyOf(renditions), inits);
    }

    private static Track readTrack(DataInputStream in) throws IOException {
        Track.Builder track = Track.of(in.readInt(), Codec.of(in.readUTF(), TrackKind.valueOf(in.readUTF())))
                .configuration(Payload.wrap(readBytes(in))).size(in.readInt(), in.readInt()).frameRate(in.readDouble())
                .sampleRate(in.readInt()).channels(in.readInt()).language(in.readUTF());
        String label = in.readUTF();
        return (label.isEmpty() ? track : track.property(TrackProperty.LABEL, label)).build();
    }

    private static byte[] readBytes(DataInputStream in) throws IOException {
        int length = in.readInt();
        if (length < 0 || length > in.available()) {
            throw new IOException(length + " bytes are said, " + in.available() + " are there");
        }
        return in.readNBytes(length);
    }
}
