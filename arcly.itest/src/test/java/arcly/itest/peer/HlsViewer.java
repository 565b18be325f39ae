package arcly.itest.peer;

import arcly.itest.Until;
import arcly.itest.peer.HlsPlaylist.Segment;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Watches a numbered stream over one connection that stays open: it polls the playlist, takes each segment once, and looks into the fMP4 for
 * the frames' numbers. Whatever is not as it should be is a fault.
 */
public final class HlsViewer implements AutoCloseable {
    private static final long POLL_MILLIS = 150;
    private static final byte[] MARK = "arcly.itest.0001".getBytes(StandardCharsets.US_ASCII);
    private static final int NUMBER = 16;

    private final HttpLink link;
    private final Path keep;
    private final String folder;
    private final String playlist;
    private final Map<Long, String> names = new HashMap<>();
    private final Map<String, Long> numbers = new HashMap<>();
    private final Map<Integer, Long> contents = new HashMap<>();
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Thread thread = new Thread(this::watch, "hls-viewer");
    private volatile boolean over;
    private volatile long lastSequence = -1;
    private volatile int segments;
    private volatile int discontinuities;
    private volatile boolean ended;
    private volatile long longestNanos;
    private volatile HlsPlaylist latest;
    private String init = "";
    private byte[] initialisation = {};
    private long nextFrame = -1;

    private HlsViewer(int port, String stream, Path keep) throws IOException {
        this.keep = keep;
        link = HttpLink.open(port);
        HttpLink.Reply index = link.get("/" + stream + "/index.m3u8");
        if (index.status() != 200) {
            throw new IOException("index.m3u8 of " + stream + ": " + index.status() + " " + index.text());
        }
        String media = "/" + stream + "/" + HlsPlaylist.variant(index.text());
        folder = media.substring(0, media.lastIndexOf('/') + 1);
        playlist = media;
    }

    public static HlsViewer watch(int port, String stream) throws IOException {
        return watch(port, stream, null);
    }

    /** The same, and keeps each segment in the folder, as a file named by its number that begins with the initialisation. */
    public static HlsViewer watch(int port, String stream, Path keep) throws IOException {
        HlsViewer viewer = new HlsViewer(port, stream, keep);
        viewer.thread.setDaemon(true);
        viewer.thread.start();
        return viewer;
    }

    public List<String> faults() {
        return faults;
    }

    /** How many segments it has taken. */
    public int segments() {
        return segments;
    }

    /** Number of the newest segment taken. */
    public long lastSequence() {
        return lastSequence;
    }

    /** Of the segments it has taken, how many stood behind a discontinuity. */
    public int discontinuities() {
        return discontinuities;
    }

    /** The playlist has its end. */
    public boolean isEnded() {
        return ended;
    }

    public HlsPlaylist latest() {
        return latest;
    }

    /** The longest time that a request took since this was last asked, nanoseconds. */
    public long longest() {
        long longest = longestNanos;
        longestNanos = 0;
        return longest;
    }

    private void watch() {
        try {
            while (!over && !ended) {
                HlsPlaylist now = HlsPlaylist.read(get(playlist).text());
                latest = now;
                for (Segment segment : now.segments()) {
                    look(segment);
                }
                ended = now.ended();
                Until.passes(POLL_MILLIS);
            }
        } catch (IOException | RuntimeException failed) {
            if (!over) {
                faults.add("after segment " + lastSequence + ": " + failed);
            }
        }
    }

    private HttpLink.Reply get(String path) throws IOException {
        long from = System.nanoTime();
        HttpLink.Reply reply = link.get(path);
        longestNanos = Math.max(longestNanos, System.nanoTime() - from);
        if (reply.status() != 200) {
            throw new IOException(path + ": " + reply.status() + " " + reply.text());
        }
        return reply;
    }

    private void look(Segment segment) throws IOException {
        String before = names.putIfAbsent(segment.sequence(), segment.name());
        if (before != null) {
            if (!before.equals(segment.name())) {
                faults.add("segment " + segment.sequence() + " was " + before + " and is " + segment.name());
            }
            return;
        }
        Long number = numbers.putIfAbsent(segment.name(), segment.sequence());
        if (number != null) {
            faults.add(segment.name() + " was segment " + number + " and is " + segment.sequence());
        }
        if (lastSequence >= 0 && segment.sequence() != lastSequence + 1) {
            faults.add("segment " + segment.sequence() + " comes after " + lastSequence);
        }
        take(segment);
        lastSequence = segment.sequence();
        segments++;
    }

    private void take(Segment segment) throws IOException {
        if (!segment.init().isEmpty() && !segment.init().equals(init)) {
            if (!init.isEmpty() && !segment.discontinuity()) {
                faults.add("segment " + segment.sequence() + " has another initialisation and no discontinuity");
            }
            init = segment.init();
            initialisation = get(folder + init).body();
        }
        byte[] body = get(folder + segment.name()).body();
        if (keep != null) {
            byte[] whole = Arrays.copyOf(initialisation, initialisation.length + body.length);
            System.arraycopy(body, 0, whole, initialisation.length, body.length);
            Files.write(keep.resolve(Long.toString(segment.sequence())), whole);
        }
        Long same = contents.putIfAbsent(Arrays.hashCode(body), segment.sequence());
        if (same != null) {
            faults.add("segment " + segment.sequence() + " repeats segment " + same);
        }
        if (segment.discontinuity() && segments > 0) {
            discontinuities++;
            nextFrame = -1;
        }
        for (long frame : frames(body)) {
            if (nextFrame >= 0 && frame != nextFrame) {
                faults.add("segment " + segment.sequence() + " has frame " + frame + " in place of " + nextFrame);
            }
            nextFrame = frame + 1;
        }
    }

    /** Numbers of the video frames in a segment, in its order. */
    private static List<Long> frames(byte[] body) {
        List<Long> frames = new ArrayList<>();
        for (int i = 0; i + MARK.length + NUMBER <= body.length; i++) {
            if (body[i] == MARK[0] && Arrays.equals(body, i, i + MARK.length, MARK, 0, MARK.length)) {
                String text = new String(body, i + MARK.length, NUMBER, StandardCharsets.US_ASCII);
                frames.add(Long.parseLong(text, 16));
                i += MARK.length;
            }
        }
        return frames;
    }

    @Override
    public void close() throws IOException {
        over = true;
        link.close();
        try {
            thread.join(2_000);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
