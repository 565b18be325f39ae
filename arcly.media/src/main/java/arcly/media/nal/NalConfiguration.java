package arcly.media.nal;

import arcly.api.media.Payload;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;

/** What a decoder configuration record holds, as {@link AccessUnitAssembler} takes it in. Filled by its codec, then only read. */
public final class NalConfiguration {
    private final int lengthSize;
    private final int spsInUse;
    private final List<Integer> types = new ArrayList<>();
    private final List<Payload> sets = new ArrayList<>();

    /**
     * @param lengthSize 1, 2 or 4
     * @param spsInUse id of the first SPS; -1 if there is none
     */
    public NalConfiguration(int lengthSize, int spsInUse) {
        this.lengthSize = lengthSize;
        this.spsInUse = spsInUse;
    }

    /** Adds NAL units of one type. */
    public NalConfiguration add(int type, List<Payload> units) {
        units.forEach(unit -> {
            types.add(type);
            sets.add(unit);
        });
        return this;
    }

    void forEach(BiConsumer<Integer, Payload> taker) {
        for (int i = 0; i < sets.size(); i++) {
            taker.accept(types.get(i), sets.get(i));
        }
    }

    boolean isEmpty() {
        return sets.isEmpty();
    }

    int lengthSize() {
        return lengthSize;
    }

    int spsInUse() {
        return spsInUse;
    }
}
