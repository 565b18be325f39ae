package arcly.deploy;

import arcly.deploy.Refusal.Cure;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Reads a ZIP file (PKWARE APPNOTE 6.3) to its last byte: end record, central directory, each entry's local header, data and CRC.
 * A jar that is still being written, also one that is written over in place, fails at one of them.
 */
final class WholeZip {
    private static final String MANIFEST = "META-INF/MANIFEST.MF";
    private static final int LOCAL_HEADER = 0x04034b50; // 4.3.7
    private static final int LOCAL_HEADER_LENGTH = 30;
    private static final int CENTRAL_HEADER = 0x02014b50; // 4.3.12
    private static final int CENTRAL_HEADER_LENGTH = 46;
    private static final int END_RECORD = 0x06054b50; // 4.3.16
    private static final int END_RECORD_LENGTH = 22;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;
    /** Of a manifest, unpacked: bnd's longest are some 100 KiB. */
    private static final int LARGEST_MANIFEST = 4 << 20;
    /** Unpacked, of all entries: far above any bundle, far below what would hold the checking thread for minutes. */
    private static final long LARGEST_CONTENT = 1L << 30;

    private final ByteBuffer zip;
    private final byte[] piece = new byte[16 << 10];
    private long content;
    private byte[] manifest;

    private WholeZip(byte[] bytes) {
        zip = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * Reads all of it and returns the manifest, unpacked.
     *
     * @throws Refusal REST if something is missing at the end or inside, CHANGE if it is whole and no jar with a manifest
     */
    static byte[] manifestOf(byte[] bytes) throws Refusal {
        WholeZip zip = new WholeZip(bytes);
        zip.readAll();
        if (zip.manifest == null) {
            throw new Refusal(Cure.CHANGE, "it has no " + MANIFEST);
        }
        return zip.manifest;
    }

    private void readAll() throws Refusal {
        int end = findEnd();
        int entries = u16(end + 10);
        long start = u32(end + 16);
        if (entries == 0xFFFF || start == 0xFFFF_FFFFL) {
            throw new Refusal(Cure.CHANGE, "it is a ZIP64 file, which a bundle of less than 65535 entries and 4 GiB need not be");
        }
        if (start + u32(end + 12) > end) {
            throw broken("its directory does not lie before its end record");
        }
        int at = (int) start;
        for (int i = 0; i < entries; i++) {
            at = readEntry(at, (int) start, i);
        }
    }

    /** The end record is followed by a comment of the length that it says, and by nothing else. */
    private int findEnd() throws Refusal {
        int first = Math.max(0, zip.limit() - END_RECORD_LENGTH - 0xFFFF);
        for (int at = zip.limit() - END_RECORD_LENGTH; at >= first; at--) {
            if (zip.getInt(at) == END_RECORD && at + END_RECORD_LENGTH + u16(at + 20) == zip.limit()) {
                return at;
            }
        }
        throw broken("it has no ZIP end record");
    }

    /** Returns where the next entry's central header begins. */
    private int readEntry(int at, int dataEnd, int number) throws Refusal {
        if (at + CENTRAL_HEADER_LENGTH > zip.limit() || zip.getInt(at) != CENTRAL_HEADER) {
            throw broken("entry " + number + " of its directory is not written");
        }
        int nameLength = u16(at + 28);
        if (at + CENTRAL_HEADER_LENGTH + nameLength > zip.limit()) {
            throw broken("entry " + number + " of its directory is cut off");
        }
        byte[] name = bytes(at + CENTRAL_HEADER_LENGTH, nameLength);
        String shown = new String(name, StandardCharsets.UTF_8);
        long local = u32(at + 42);
        long packed = u32(at + 20);
        if (local + LOCAL_HEADER_LENGTH > dataEnd || zip.getInt((int) local) != LOCAL_HEADER) {
            throw broken("the entry " + shown + " is not written");
        }
        int localName = u16((int) local + 26);
        long data = local + LOCAL_HEADER_LENGTH + localName + u16((int) local + 28);
        if (data + packed > dataEnd || !Arrays.equals(name, bytes((int) local + LOCAL_HEADER_LENGTH, localName))) {
            throw broken("the entry " + shown + " is not what the directory says");
        }
        readData(shown, u16(at + 10), (int) data, (int) packed, u32(at + 24), u32(at + 16));
        return at + CENTRAL_HEADER_LENGTH + nameLength + u16(at + 30) + u16(at + 32);
    }

    private void readData(String name, int method, int data, int packed, long size, long crc) throws Refusal {
        content += size;
        if (content > LARGEST_CONTENT) {
            throw new Refusal(Cure.CHANGE, "it unpacks to more than " + (LARGEST_CONTENT >> 20) + " MiB");
        }
        boolean isManifest = manifest == null && name.equalsIgnoreCase(MANIFEST);
        if (isManifest && size > LARGEST_MANIFEST) {
            throw new Refusal(Cure.CHANGE, "its manifest is larger than " + (LARGEST_MANIFEST >> 20) + " MiB");
        }
        byte[] kept = isManifest ? new byte[(int) size] : null;
        CRC32 sum = new CRC32();
        long unpacked;
        switch (method) {
            case STORED -> {
                unpacked = packed;
                sum.update(zip.array(), data, packed);
                if (isManifest && size == packed) {
                    System.arraycopy(zip.array(), data, kept, 0, packed);
                }
            }
            case DEFLATED -> unpacked = inflate(name, data, packed, size, sum, kept);
            default -> throw new Refusal(Cure.CHANGE, "its entry " + name + " is packed by method " + method
                    + "; a jar has 0 (stored) and 8 (deflated)");
        }
        if (unpacked != size || sum.getValue() != crc) {
            throw broken("the content of " + name + " has not the size and CRC that the directory says");
        }
        if (isManifest) {
            manifest = kept;
        }
    }

    private long inflate(String name, int data, int packed, long size, CRC32 sum, byte[] kept) throws Refusal {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(zip.array(), data, packed);
            long unpacked = 0;
            while (!inflater.finished()) {
                int got = inflater.inflate(piece);
                if (got == 0 && !inflater.finished() || unpacked + got > size) {
                    throw broken("the content of " + name + " does not unpack to the size that the directory says");
                }
                sum.update(piece, 0, got);
                if (kept != null) {
                    System.arraycopy(piece, 0, kept, (int) unpacked, got);
                }
                unpacked += got;
            }
            return unpacked;
        } catch (DataFormatException garbled) {
            throw broken("the content of " + name + " does not unpack: " + garbled.getMessage());
        } finally {
            inflater.end();
        }
    }

    private static Refusal broken(String what) {
        return new Refusal(Cure.REST, "it is not a whole jar: " + what);
    }

    private byte[] bytes(int from, int length) {
        return Arrays.copyOfRange(zip.array(), from, from + length);
    }

    private int u16(int at) {
        return Short.toUnsignedInt(zip.getShort(at));
    }

    private long u32(int at) {
        return Integer.toUnsignedLong(zip.getInt(at));
    }
}
