package arcly.media.nal;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameter sets that a stream has brought so far, by NAL unit type and their ids: a new one takes the place of the old one
 * with its id.
 *
 * <p>Bounded by the ids and by {@link #MOST_BYTES}. Not thread-safe.
 */
public final class ParameterSets {
    /** Bytes of a configuration record: parameter sets seldom have 200 bytes together, and every joining viewer is sent them. */
    public static final int MOST_RECORD_BYTES = 64 * 1024;
    /** Bytes of all sets together, so that the record's own fields find room too. */
    public static final int MOST_BYTES = MOST_RECORD_BYTES / 2;

    private final NalSyntax syntax;
    private final Map<Integer, SortedMap<Integer, Payload>> byType = new TreeMap<>();
    private int bytes;

    ParameterSets(NalSyntax syntax) {
        this.syntax = syntax;
    }

    ParameterSets copy() {
        ParameterSets copy = new ParameterSets(syntax);
        byType.forEach((type, sets) -> copy.byType.put(type, new TreeMap<>(sets)));
        copy.bytes = bytes;
        return copy;
    }

    /** Whether the very same parameter set is here: the usual case, without reading it. */
    boolean contains(int type, Payload set) {
        return ofType(type).containsValue(trimmed(set));
    }

    /** @throws MediaFormatException if the set breaks its format or is one too many */
    void put(int type, Payload padded) {
        Payload set = trimmed(padded);
        Payload before = ofType(type).put(syntax.parameterSetId(type, set.toByteArray()), set);
        bytes += set.size() - (before == null ? 0 : before.size());
        if (bytes > MOST_BYTES) {
            throw MediaFormatException.malformed(syntax.name() + " parameter sets", bytes + " bytes", "up to " + MOST_BYTES);
        }
    }

    /** True if there is at least one of each kind, which a decoder needs. */
    boolean isComplete() {
        return syntax.neededSets().stream().noneMatch(type -> ofType(type).isEmpty());
    }

    boolean hasSeveralSps() {
        return ofType(syntax.spsType()).size() > 1;
    }

    /** True if an SPS of that id is here. */
    public boolean hasSps(int id) {
        return ofType(syntax.spsType()).containsKey(id);
    }

    int firstSps() {
        return ofType(syntax.spsType()).firstKey();
    }

    /** The set of that type and id; null if it is not here. */
    public Payload get(int type, int id) {
        return ofType(type).get(id);
    }

    /** All sets of a type by their ids, except that the SPS in use is the first of its type. */
    public List<Payload> all(int type, int spsInUse) {
        List<Payload> ordered = new ArrayList<>(ofType(type).size());
        boolean sps = type == syntax.spsType();
        if (sps) {
            ordered.add(ofType(type).get(spsInUse));
        }
        ofType(type).forEach((id, set) -> {
            if (!sps || id != spsInUse) {
                ordered.add(set);
            }
        });
        return ordered;
    }

    /**
     * Without zero bytes at the end, which are none of its own (H.264, 7.4.1): encoders pad avcC but not the stream, or the other
     * way.
     */
    private static Payload trimmed(Payload set) {
        int size = set.size();
        while (size > 1 && set.byteAt(size - 1) == 0) {
            size--;
        }
        return size == set.size() ? set : set.slice(0, size);
    }

    private SortedMap<Integer, Payload> ofType(int type) {
        return byType.computeIfAbsent(type, absent -> new TreeMap<>());
    }
}
