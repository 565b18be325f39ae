package arcly.media.flv;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.util.function.Consumer;

/**
 * Cuts an FLV file (FLV 10.1, E.2 and E.3), however it is cut up on its way, into tags.
 *
 * <p>Holds one tag at most. The sizes that follow the tags are passed over: known writers get them wrong. Once it has thrown, the
 * stream is lost: FLV has nothing to find the next tag by. Not thread-safe.
 */
public final class FlvTagAssembler {
    static final int FILE_HEADER_LENGTH = 9;

    private static final int PREVIOUS_TAG_SIZE_LENGTH = 4;
    private static final int LARGEST_DATA_OFFSET = 1024; // version 1 has 9; a bit of room for what it is meant for
    private static final int FILTER = 0x20;

    private final int mostBodyBytes;
    private final byte[] header = new byte[FlvTag.HEADER_LENGTH];
    private int headerBytes;
    private int skip;
    private boolean fileHeaderRead;
    private byte[] body; // null while a header is read
    private int bodyBytes;
    private boolean hasAudio;
    private boolean hasVideo;

    /** @param mostBodyBytes the largest body that is taken, up to {@link FlvTag#MOST_BODY_BYTES} */
    public FlvTagAssembler(int mostBodyBytes) {
        this.mostBodyBytes = Math.min(mostBodyBytes, FlvTag.MOST_BODY_BYTES);
    }

    /**
     * Takes the next bytes of the file; gives each tag that is complete by then to the consumer, which is called in here.
     *
     * @throws MediaFormatException if they break the format
     */
    public void add(byte[] data, int offset, int length, Consumer<FlvTag> tags) throws MediaFormatException {
        int at = offset;
        int end = offset + length;
        while (at < end) {
            if (skip > 0) {
                int now = Math.min(skip, end - at);
                skip -= now;
                at += now;
            } else if (body != null) {
                int now = Math.min(body.length - bodyBytes, end - at);
                System.arraycopy(data, at, body, bodyBytes, now);
                bodyBytes += now;
                at += now;
            } else {
                header[headerBytes++] = data[at++];
                readHeader();
            }
            if (body != null && bodyBytes == body.length) {
                finishTag(tags);
            }
        }
    }

    private void readHeader() {
        if (!fileHeaderRead && headerBytes == FILE_HEADER_LENGTH) {
            readFileHeader();
        } else if (headerBytes == FlvTag.HEADER_LENGTH) {
            int size = medium(1);
            if ((header[0] & FILTER) != 0) {
                throw MediaFormatException.unsupported("FLV tag", "encryption (filter bit)", "plain tags");
            }
            if (size > mostBodyBytes) {
                throw MediaFormatException.malformed("FLV tag, DataSize", size, "up to " + mostBodyBytes);
            }
            body = new byte[size];
            bodyBytes = 0;
        }
    }

    private void readFileHeader() {
        int dataOffset = medium(5) << 8 | header[8] & 0xFF;
        if (medium(0) != ('F' << 16 | 'L' << 8 | 'V') || header[3] != 1) {
            throw MediaFormatException.malformed("FLV file header", String.format("0x%06x%02x", medium(0), header[3]),
                    "'FLV' and version 1");
        }
        if (dataOffset < FILE_HEADER_LENGTH || dataOffset > LARGEST_DATA_OFFSET) {
            throw MediaFormatException.malformed("FLV file header, DataOffset", Integer.toUnsignedString(dataOffset),
                    FILE_HEADER_LENGTH + " to " + LARGEST_DATA_OFFSET);
        }
        hasAudio = (header[4] & 4) != 0;
        hasVideo = (header[4] & 1) != 0;
        skip = dataOffset - FILE_HEADER_LENGTH + PREVIOUS_TAG_SIZE_LENGTH;
        fileHeaderRead = true;
        headerBytes = 0;
    }

    private void finishTag(Consumer<FlvTag> tags) {
        long timestamp = (header[7] & 0xFFL) << 24 | medium(4);
        FlvTag tag = FlvTag.of(header[0] & 0x1F, timestamp, Payload.wrap(body));
        body = null;
        headerBytes = 0;
        skip = PREVIOUS_TAG_SIZE_LENGTH;
        tags.accept(tag);
    }

    private int medium(int at) {
        return (header[at] & 0xFF) << 16 | (header[at + 1] & 0xFF) << 8 | header[at + 2] & 0xFF;
    }

    /** The file header said so; false before it was read. Live files often say it wrong. */
    public boolean hasAudio() {
        return hasAudio;
    }

    /** The file header said so; false before it was read. Live files often say it wrong. */
    public boolean hasVideo() {
        return hasVideo;
    }
}
