package arcly.media.h264;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import arcly.media.bits.BitReader;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The parameter sets that a stream has brought so far, by their ids: a new one takes the place of the old one with its id.
 *
 * <p>Bounded by the ids (32 and 256) and by {@link AvcConfiguration#MOST_BYTES}. Not thread-safe.
 */
final class ParameterSets {
    private final SortedMap<Integer, Payload> sps = new TreeMap<>();
    private final SortedMap<Integer, Payload> pps = new TreeMap<>();
    private final SortedMap<Integer, Payload> extensions = new TreeMap<>();
    private int bytes;

    ParameterSets copy() {
        ParameterSets copy = new ParameterSets();
        copy.sps.putAll(sps);
        copy.pps.putAll(pps);
        copy.extensions.putAll(extensions);
        copy.bytes = bytes;
        return copy;
    }

    static ParameterSets of(AvcConfiguration configuration) {
        ParameterSets sets = new ParameterSets();
        configuration.sps().forEach(set -> sets.put(NalType.SPS, set));
        configuration.pps().forEach(set -> sets.put(NalType.PPS, set));
        configuration.spsExtensions().forEach(set -> sets.put(NalType.SPS_EXTENSION, set));
        return sets;
    }

    /** Whether the very same parameter set is here: the usual case, without reading it. */
    boolean contains(int type, Payload set) {
        return byId(type).containsValue(trimmed(set));
    }

    /** @throws MediaFormatException if the set breaks its format or is one too many */
    void put(int type, Payload padded) {
        Payload set = trimmed(padded);
        Payload before = byId(type).put(id(type, set), set);
        bytes += set.size() - (before == null ? 0 : before.size());
        if (bytes > AvcConfiguration.MOST_BYTES / 2) { // so that the record's own fields find room too
            throw MediaFormatException.malformed("H.264 parameter sets", bytes + " bytes",
                    "up to " + AvcConfiguration.MOST_BYTES / 2);
        }
    }

    /** True if there is at least one of each kind, which a decoder needs. */
    boolean isComplete() {
        return !sps.isEmpty() && !pps.isEmpty();
    }

    boolean hasSeveralSps() {
        return sps.size() > 1;
    }

    /** True if an SPS of that id is here. */
    boolean hasSps(int id) {
        return sps.containsKey(id);
    }

    int firstSps() {
        return sps.firstKey();
    }

    /** The id of the SPS that goes with that PPS; {@code otherwise} if one of the two is not here. */
    int spsOf(int ppsId, int otherwise) {
        Payload set = pps.get(ppsId);
        int id = set == null ? otherwise : PictureParameterSet.read(set.toByteArray()).spsId();
        return sps.containsKey(id) ? id : otherwise;
    }

    /** All sets by their ids, the SPS in use first, for 4-byte lengths. */
    AvcConfiguration configuration(int spsInUse) {
        List<Payload> ordered = new ArrayList<>(sps.size());
        ordered.add(sps.get(spsInUse));
        sps.forEach((id, set) -> {
            if (id != spsInUse) {
                ordered.add(set);
            }
        });
        return AvcConfiguration.of(4, ordered, List.copyOf(pps.values()), List.copyOf(extensions.values()));
    }

    /** Without zero bytes at the end, which are none of its own (7.4.1): encoders pad avcC but not the stream, or the other way. */
    private static Payload trimmed(Payload set) {
        int size = set.size();
        while (size > 1 && set.byteAt(size - 1) == 0) {
            size--;
        }
        return size == set.size() ? set : set.slice(0, size);
    }

    private SortedMap<Integer, Payload> byId(int type) {
        return switch (type) {
            case NalType.SPS -> sps;
            case NalType.PPS -> pps;
            default -> extensions;
        };
    }

    private static int id(int type, Payload set) {
        byte[] nal = set.toByteArray();
        return switch (type) {
            case NalType.SPS -> SequenceParameterSet.read(nal).id();
            case NalType.PPS -> PictureParameterSet.read(nal).id();
            default -> new BitReader("H.264 SPS extension", nal, 1, nal.length - 1)
                    .golomb("seq_parameter_set_id", SequenceParameterSet.LARGEST_ID);
        };
    }
}
