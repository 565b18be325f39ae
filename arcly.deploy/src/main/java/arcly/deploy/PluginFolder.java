package arcly.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * Which jars lie in the plugins folder, which of them have changed and come to rest, and which are gone. Knows nothing of
 * bundles. Used by one thread, but for {@link #touched}.
 */
final class PluginFolder {
    /** A file is gone when it was not seen for as many settle times: deleting it and copying another is a replacement, too. */
    private static final int ABSENT_SETTLES = 3;

    private final Path path;
    private final LongSupplier nanoTime;
    private final Map<String, Entry> entries = new TreeMap<>();
    private final Queue<String> touched = new ConcurrentLinkedQueue<>();
    private boolean looked;

    PluginFolder(Path path, LongSupplier nanoTime) {
        this.path = path;
        this.nanoTime = nanoTime;
    }

    Path path() {
        return path;
    }

    /**
     * What has come to rest since it was last judged, and what is gone.
     *
     * @param restless something is on its way: look again soon
     */
    record Look(List<String> rested, List<String> gone, boolean restless) {}

    /** What tells one content of a file from another without reading it. */
    private record Stamp(long size, long modifiedMillis, Object key) {}

    private static final class Entry {
        private Stamp stamp;
        /** Since when the stamp is what it is; or since when the file is absent. */
        private long since;
        private boolean absent;
        private boolean judged;
        private Stamp judgedStamp;
    }

    /** Somebody has written to a file: it is read again even if its size and time are what they were. Any thread. */
    void touched(String name) {
        touched.add(name);
    }

    /** @throws IOException if the folder cannot be read; nothing is taken for gone then */
    Look look(Duration settle) throws IOException {
        long now = nanoTime.getAsLong();
        Map<String, BasicFileAttributes> present = list();
        for (String name = touched.poll(); name != null; name = touched.poll()) {
            Entry entry = entries.get(name);
            if (entry != null && !entry.absent) {
                entry.since = now;
                entry.judged = false;
            }
        }
        present.forEach((name, attributes) -> see(name, attributes, now));
        looked = true;
        return sort(present, now, settle);
    }

    private void see(String name, BasicFileAttributes attributes, long now) {
        Stamp stamp = new Stamp(attributes.size(), attributes.lastModifiedTime().toMillis(), attributes.fileKey());
        Entry entry = entries.get(name);
        if (entry == null) {
            entry = new Entry();
            entries.put(name, entry);
            // What was there before us and was not written to lately need not rest again.
            entry.since = looked ? now : now - Math.max(0, (System.currentTimeMillis() - stamp.modifiedMillis()) * 1_000_000);
            entry.stamp = stamp;
        } else if (entry.absent || !stamp.equals(entry.stamp)) {
            entry.absent = false;
            entry.since = now;
            entry.stamp = stamp;
            entry.judged = false;
        }
    }

    private Look sort(Map<String, BasicFileAttributes> present, long now, Duration settle) {
        List<String> rested = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        boolean restless = false;
        for (Iterator<Map.Entry<String, Entry>> all = entries.entrySet().iterator(); all.hasNext(); ) {
            Map.Entry<String, Entry> named = all.next();
            Entry entry = named.getValue();
            if (!present.containsKey(named.getKey())) {
                if (!entry.absent) {
                    entry.absent = true;
                    entry.since = now;
                }
                if (now - entry.since >= ABSENT_SETTLES * settle.toNanos()) {
                    gone.add(named.getKey());
                    all.remove();
                } else {
                    restless = true;
                }
            } else if (!entry.judged) {
                restless = true;
                if (now - entry.since >= settle.toNanos()) {
                    rested.add(named.getKey());
                }
            }
        }
        return new Look(rested, gone, restless);
    }

    /** The file is dealt with until it changes. */
    void judged(String name) {
        Entry entry = entries.get(name);
        if (entry != null) {
            entry.judged = true;
            entry.judgedStamp = entry.stamp;
        }
    }

    /** The file is to be looked at again although it has not changed. */
    void again(String name) {
        Entry entry = entries.get(name);
        if (entry != null) {
            entry.judged = false;
            entry.judgedStamp = null;
        }
    }

    /** It was judged before and has the same size and time since: only its content may be new. */
    boolean looksAsJudged(String name) {
        Entry entry = entries.get(name);
        return entry != null && entry.stamp.equals(entry.judgedStamp);
    }

    /** True if the file was not there when the folder was last looked at. */
    boolean isAbsent(String name) {
        Entry entry = entries.get(name);
        return entry == null || entry.absent;
    }

    /** How long the file has looked the same; zero if it is not known. */
    Duration restingFor(String name) {
        Entry entry = entries.get(name);
        return entry == null ? Duration.ZERO : Duration.ofNanos(nanoTime.getAsLong() - entry.since);
    }

    private Map<String, BasicFileAttributes> list() throws IOException {
        Map<String, BasicFileAttributes> present = new TreeMap<>();
        try (Stream<Path> files = Files.list(path)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                String name = file.getFileName().toString();
                if (isPluginName(name)) {
                    try {
                        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
                        if (attributes.isRegularFile()) {
                            present.put(name, attributes);
                        }
                    } catch (NoSuchFileException leftMeanwhile) {
                        continue; // or a link to nowhere: absent either way
                    }
                }
            }
        }
        return present;
    }

    /** Not hidden, not an editor's copy, not what a download or a copy is still writing. */
    static boolean isPluginName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (!lower.endsWith(".jar") || name.startsWith(".") || name.startsWith("~")) {
            return false;
        }
        String stem = lower.substring(0, lower.length() - ".jar".length());
        return !stem.isEmpty() && !stem.endsWith(".part") && !stem.endsWith(".tmp");
    }
}
