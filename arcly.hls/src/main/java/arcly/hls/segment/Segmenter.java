package arcly.hls.segment;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.api.media.TrackKind;
import arcly.hls.HlsSettings;
import arcly.media.mp4.Mp4Muxer;
import arcly.media.ts.TsMuxer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts one stream's frames into segments: at the first key frame after the wanted time, or by time where there is no video.
 * The first video track is taken, and all audio tracks: the first with the video, each other one as a rendition of its own.
 *
 * <p>A track's last frame before a cut goes into the next segment if it is not known yet when it ends, so that decode times
 * have neither gap nor overlap. Knows no clock: times are the frames'. For one thread.
 */
public final class Segmenter {
    private static final Logger LOG = LoggerFactory.getLogger(Segmenter.class);

    private static final int MOST_EARLY = 256;

    private final String name;
    private final SegmentSink sink;
    private HlsSettings settings;
    private final Map<Integer, Track> tracks = new TreeMap<>(); // of the epoch, as its frames say
    private final Set<Integer> ignored = new HashSet<>();
    private final Map<Track, Boolean> supported = new HashMap<>(); // what was found out about the tracks seen last
    private final List<Frame> open = new ArrayList<>();
    private long openBytes;
    private final List<Frame> early = new ArrayList<>();
    private final Map<String, SegmentWriter> writers = new HashMap<>();
    private Epoch epoch; // null until its first segment is written
    private long sequence;
    private int epochs;
    private boolean discontinuity;
    private long startDts;
    private long epochTime;
    private long epochDts;
    private boolean warned;
    private boolean changed;
    private SegmenterState resumed;

    /**
     * @param name of the stream, for the log
     * @param sequence of the first segment
     * @param epoch of the first segment
     */
    public Segmenter(String name, HlsSettings settings, SegmentSink sink, long sequence, int epoch) {
        this.name = name;
        this.settings = settings;
        this.sink = sink;
        this.sequence = sequence;
        epochs = epoch;
        discontinuity = epoch > 0;
    }

    /** Goes on in the same stream where another generation stopped: what that has written is passed over. */
    public static Segmenter resume(String name, HlsSettings settings, SegmentSink sink, SegmenterState state) {
        Segmenter segmenter = new Segmenter(name, settings, sink, state.sequence(), state.epoch());
        if (state.format() == settings.format()) {
            segmenter.resumed = state;
            segmenter.discontinuity = state.discontinuity();
            segmenter.epochTime = state.epochTime();
            segmenter.epochDts = state.epochDts();
        } else {
            segmenter.epochs++;
            segmenter.discontinuity = true;
        }
        return segmenter;
    }

    /**
     * The next frame of the stream.
     *
     * @param streamTracks those of the stream now; which of them is the first video decides
     * @param programTime milliseconds since 1970 of this frame
     */
    public void frame(Frame frame, List<Track> streamTracks, long programTime) {
        Track track = frame.track();
        if (!isTaken(track, streamTracks) || isWritten(frame)) {
            return;
        }
        Track known = tracks.get(track.id());
        boolean other = known == null ? epoch != null : known != track && !known.equals(track);
        boolean broken = known != null && frame.isDiscontinuity();
        if (other && !broken && !isVideo(track) && tracks.values().stream().anyMatch(Segmenter::isVideo)) {
            changed = true; // with the next picture to begin with: until then there is no sound rather than no picture
            return;
        }
        if (other || broken || changed && isVideo(track) && frame.isKey()) {
            begin();
        }
        if (isVideo(track) && !tracks.containsKey(track.id()) && !frame.isKey() && resumed == null) {
            return; // nothing could be made of it
        }
        boolean first = tracks.isEmpty();
        boolean leads = leads(track, streamTracks);
        if (first && !leads && video(streamTracks) != null) {
            if (early.size() < MOST_EARLY) {
                early.add(frame); // sound waits for the picture
            }
            return;
        }
        tracks.put(track.id(), track);
        if (first && resumed == null) {
            epochTime = programTime;
            epochDts = frame.dts();
        }
        if (first) {
            startDts = frame.dts();
            early.removeIf(each -> resumed == null && each.dts() < frame.dts());
            early.forEach(each -> tracks.put(each.track().id(), each.track()));
            early.forEach(this::add);
            early.clear();
        }
        if (!first && !open.isEmpty() && (leads ? isCut(frame) : isTooLong(frame))) {
            cut(frame.dts());
        }
        add(frame);
    }

    private void add(Frame frame) {
        open.add(frame);
        openBytes += frame.payload().size();
    }

    private boolean isTaken(Track track, List<Track> streamTracks) {
        boolean wanted = track.kind() == TrackKind.AUDIO || isVideo(track) && leadsVideo(track, streamTracks);
        boolean taken = wanted && isSupported(track);
        if (wanted && !taken && ignored.add(track.id())) {
            LOG.warn("{}: {} is left out: {} segments cannot carry it here", name, track, settings.format());
        }
        return taken;
    }

    private boolean leadsVideo(Track track, List<Track> streamTracks) {
        Track video = video(streamTracks);
        return video == null || video.id() == track.id();
    }

    /** The first video track that segments can carry. */
    private Track video(List<Track> streamTracks) {
        return streamTracks.stream().filter(Segmenter::isVideo).filter(this::isSupported).findFirst().orElse(null);
    }

    /** Asked for every frame, so the answer for each track is kept: it takes the reading of a configuration. */
    private boolean isSupported(Track track) {
        if (supported.size() > Track.LARGEST_ID) {
            supported.clear(); // tracks that change again and again
        }
        return supported.computeIfAbsent(track, each -> settings.format() == HlsSettings.Format.TS ? TsMuxer.supports(each)
                : Mp4Muxer.supports(each));
    }

    private static boolean isVideo(Track track) {
        return track.kind() == TrackKind.VIDEO;
    }

    private boolean leads(Track track, List<Track> streamTracks) {
        if (isVideo(track)) {
            return true;
        }
        boolean hasVideo = tracks.isEmpty() ? video(streamTracks) != null : tracks.values().stream().anyMatch(Segmenter::isVideo);
        return !hasVideo && (tracks.isEmpty() || tracks.keySet().iterator().next() == track.id());
    }

    private boolean isWritten(Frame frame) {
        if (resumed == null) {
            return false;
        }
        Long next = resumed.next().get(frame.track().id());
        if (next != null && frame.dts() < next) {
            return true;
        }
        Integer hash = resumed.tracks().get(frame.track().id());
        if (hash == null || hash != frame.track().hashCode() || frame.isDiscontinuity()) {
            epochs++; // something has changed in between
            discontinuity = true;
            resumed = null;
        }
        return false;
    }

    private boolean isCut(Frame frame) {
        long elapsed = frame.dts() - startDts;
        boolean key = isVideo(frame.track()) ? frame.isKey() : true;
        long wanted = settings.segmentNanos() - settings.segmentNanos() / 20; // publishers round, and count frames
        if (key && elapsed >= wanted) {
            return true;
        }
        boolean tooLong = isTooLong(frame);
        if (!warned && (tooLong || elapsed > 2 * settings.segmentNanos())) {
            warned = true;
            LOG.warn("{}: the publisher sends key frames more than {} ms apart: segments are that long, and viewers as late{}",
                    name, elapsed / 1_000_000, tooLong ? "; this one ends without" : "");
        }
        return tooLong;
    }

    private boolean isTooLong(Frame frame) {
        return frame.dts() - startDts >= settings.longestNanos() || openBytes >= settings.streamBytes() / 2;
    }

    /** Ends the open segment before the leading track's decode time {@code next}. */
    private void cut(long next) {
        List<Frame> now = new ArrayList<>();
        List<Frame> later = new ArrayList<>();
        Map<Integer, Long> ends = new HashMap<>();
        for (Track track : tracks.values()) {
            List<Frame> own = open.stream().filter(frame -> frame.track().id() == track.id()).toList();
            int count = own.size();
            if (own.isEmpty() || own.get(count - 1).dts() < next && isLeading(track)) {
                ends.put(track.id(), next);
            } else {
                count = (int) own.stream().filter(frame -> frame.dts() < next).count();
                count = count == own.size() ? count - 1 : count;
                ends.put(track.id(), own.get(count).dts());
            }
            now.addAll(own.subList(0, count));
            later.addAll(own.subList(count, own.size()));
        }
        write(now, ends, next - startDts);
        open.clear();
        open.addAll(later);
        openBytes = open.stream().mapToLong(frame -> frame.payload().size()).sum();
        startDts = next;
    }

    private boolean isLeading(Track track) {
        return isVideo(track) || tracks.values().stream().noneMatch(Segmenter::isVideo)
                && tracks.keySet().iterator().next() == track.id();
    }

    private void write(List<Frame> frames, Map<Integer, Long> ends, long duration) {
        if (frames.isEmpty()) {
            return;
        }
        Map<String, Chunk> chunks;
        try {
            chunks = chunks(frames, ends);
        } catch (RuntimeException e) { // what a publisher got wrong; the muxer is as before
            discontinuity = true;
            LOG.warn("{}: {} frames cannot be written and are left out: {}", name, frames.size(), e.getMessage());
            return;
        }
        if (chunks.containsKey(Rendition.MAIN)) {
            boolean key = frames.stream().filter(frame -> isLeading(frame.track())).findFirst().map(Frame::isKey).orElse(false);
            sink.segment(new Segment(sequence++, epoch.number(), discontinuity, key,
                    epochTime + (startDts - epochDts) / 1_000_000, duration, chunks));
            discontinuity = false;
        }
    }

    private Map<String, Chunk> chunks(List<Frame> frames, Map<Integer, Long> ends) {
        if (epoch == null) {
            beginWriting();
        }
        Map<String, Chunk> chunks = new HashMap<>();
        for (Rendition rendition : epoch.renditions()) {
            List<Frame> own = frames.stream().filter(frame -> rendition.has(frame.track().id())).toList();
            if (!own.isEmpty()) {
                Map<Integer, Long> ownEnds = new HashMap<>(ends);
                ownEnds.keySet().removeIf(id -> !rendition.has(id));
                chunks.put(rendition.name(), writers.get(rendition.name()).segment(own, ownEnds));
            }
        }
        return chunks;
    }

    private void beginWriting() {
        List<Rendition> renditions = renditions();
        Map<String, Chunk> inits = new HashMap<>();
        for (Rendition rendition : renditions) {
            byte[] state = resumed == null ? new byte[0] : resumed.writers().getOrDefault(rendition.name(), new byte[0]);
            SegmentWriter writer = SegmentWriter.of(settings.format(), rendition, state);
            writers.put(rendition.name(), writer);
            Chunk init = writer.init();
            if (init != null) {
                inits.put(rendition.name(), init);
            }
        }
        epoch = new Epoch(epochs, settings.format(), renditions, inits);
        resumed = null;
        sink.epoch(epoch);
    }

    private List<Rendition> renditions() {
        List<Track> main = new ArrayList<>();
        List<Track> others = new ArrayList<>();
        tracks.values().stream().filter(Segmenter::isVideo).forEach(main::add);
        tracks.values().stream().filter(each -> !isVideo(each))
                .forEach(each -> (main.stream().allMatch(Segmenter::isVideo) ? main : others).add(each));
        List<Rendition> renditions = new ArrayList<>(List.of(new Rendition(Rendition.MAIN, List.copyOf(main))));
        others.forEach(each -> renditions.add(new Rendition("audio" + each.id(), List.of(each))));
        return List.copyOf(renditions);
    }

    /** What follows does not go on where this ends: with other tracks, or at another time. */
    private void begin() {
        end();
        epochs += epoch == null ? 0 : 1;
        discontinuity |= epoch != null;
        epoch = null;
        tracks.clear();
        writers.clear();
        warned = false;
        changed = false;
        resumed = null;
    }

    /** Writes what is open: the stream has ended. */
    public void end() {
        if (!open.isEmpty()) {
            List<Frame> leading = open.stream().filter(frame -> isLeading(frame.track())).toList();
            List<Frame> timed = leading.isEmpty() ? open : leading;
            long last = timed.get(timed.size() - 1).dts();
            long usual = timed.size() > 1 ? last - timed.get(timed.size() - 2).dts() : 40_000_000;
            List<Frame> all = List.copyOf(open);
            open.clear();
            openBytes = 0;
            write(all, Map.of(), Math.max(1_000_000, last + usual - startDts));
        }
    }

    /** From the next segment on. */
    public void configure(HlsSettings to) {
        if (to.format() != settings.format()) {
            begin();
        }
        settings = to;
        supported.clear();
    }

    /** Where this stands; what is open stays unwritten. Not to be used after it. */
    public SegmenterState state(long stream) {
        if (resumed != null) {
            return new SegmenterState(stream, sequence, epochs, settings.format(), epochTime, epochDts, resumed.next(),
                    resumed.tracks(), resumed.writers(), discontinuity);
        }
        Map<Integer, Long> next = new HashMap<>();
        open.forEach(frame -> next.putIfAbsent(frame.track().id(), frame.dts()));
        Map<Integer, Integer> hashes = new HashMap<>();
        tracks.values().forEach(track -> {
            next.putIfAbsent(track.id(), startDts);
            hashes.put(track.id(), track.hashCode());
        });
        Map<String, byte[]> states = new HashMap<>();
        writers.forEach((rendition, writer) -> states.put(rendition, writer.state()));
        return new SegmenterState(stream, sequence, epochs, settings.format(), epochTime, epochDts, next, hashes, states,
                discontinuity);
    }

    /** Nanoseconds of media in the open segment. */
    public long openNanos() {
        return open.isEmpty() ? 0 : Math.max(0, open.get(open.size() - 1).dts() - startDts);
    }
}
