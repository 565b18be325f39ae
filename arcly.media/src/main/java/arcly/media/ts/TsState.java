package arcly.media.ts;

import arcly.media.MediaFormatException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one muxer leaves to the next:
 *
 * <pre>
 * version 8 | PMT version 8 | CRC_32 of the PMT 32 | for each PID: PID 16, next continuity_counter 8
 * </pre>
 */
final class TsState {
    private static final int VERSION = 1;
    private static final int HEAD_LENGTH = 6;
    private static final int ENTRY_LENGTH = 3;

    private final int pmtVersion;
    private final int pmtCrc;
    private final Map<Integer, Integer> continuity = new TreeMap<>();

    TsState(int pmtVersion, int pmtCrc) {
        this.pmtVersion = pmtVersion;
        this.pmtCrc = pmtCrc;
    }

    static TsState read(byte[] data) {
        if (data.length < HEAD_LENGTH || data[0] != VERSION || (data.length - HEAD_LENGTH) % ENTRY_LENGTH != 0) {
            throw MediaFormatException.malformed("state of a TS muxer", data.length + " bytes of version "
                    + (data.length == 0 ? "none" : data[0]), "version " + VERSION + ", 6 bytes and 3 for each PID");
        }
        ByteBuffer in = ByteBuffer.wrap(data, 1, data.length - 1);
        TsState state = new TsState(in.get() & 0x1F, in.getInt());
        while (in.hasRemaining()) {
            state.continuity.put(in.getShort() & 0x1FFF, in.get() & 0xF);
        }
        return state;
    }

    byte[] write() {
        ByteBuffer out = ByteBuffer.allocate(HEAD_LENGTH + ENTRY_LENGTH * continuity.size());
        out.put((byte) VERSION).put((byte) pmtVersion).putInt(pmtCrc);
        continuity.forEach((pid, next) -> out.putShort(pid.shortValue()).put(next.byteValue()));
        return out.array();
    }

    void put(TsPid pid) {
        continuity.put(pid.pid(), pid.continuity());
    }

    /** continuity_counter of the PID's next packet; 0 of one that was not there. */
    int continuity(int pid) {
        return continuity.getOrDefault(pid, 0);
    }

    /** A state of other tables in which the counters of tracks that have left are kept, as they may come back. */
    TsState next(int version, int crc) {
        TsState next = new TsState(version, crc);
        next.continuity.putAll(continuity);
        return next;
    }

    int pmtVersion() {
        return pmtVersion;
    }

    int pmtCrc() {
        return pmtCrc;
    }
}
