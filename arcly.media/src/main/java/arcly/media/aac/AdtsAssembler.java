package arcly.media.aac;

import arcly.api.media.Payload;
import arcly.media.MediaFormatException;
import java.util.Arrays;
import java.util.function.Consumer;

/**
 * Cuts an ADTS stream, however it is cut up on its way, into frames.
 *
 * <p>In a stream that is joined anywhere, or damaged, a frame begins where a header stands that another one follows after exactly
 * the length it says; bytes before that are skipped and counted. Holds one frame and one header at most. Not thread-safe.
 */
public final class AdtsAssembler {
    private final byte[] buffer = new byte[2 * (AdtsHeader.MOST_FRAME_BYTES + AdtsHeader.LENGTH)];
    private int start;
    private int end;
    private boolean inSync;
    private long skippedBytes;
    private long refusedFrames;

    /** Takes the next bytes of the stream; gives each frame that is complete by then to the consumer, which is called in here. */
    public void add(byte[] data, int offset, int length, Consumer<AdtsFrame> frames) {
        int at = offset;
        while (at < offset + length) {
            System.arraycopy(buffer, start, buffer, 0, end - start);
            end -= start;
            start = 0;
            int now = Math.min(buffer.length - end, offset + length - at);
            System.arraycopy(data, at, buffer, end, now);
            end += now;
            at += now;
            drain(frames, false);
        }
    }

    /**
     * The stream, or a part of it such as a PES packet, is over: a last frame needs no header after it. Ready for another stream
     * then.
     */
    public void finish(Consumer<AdtsFrame> frames) {
        drain(frames, true);
        skippedBytes += end - start;
        start = 0;
        end = 0;
        inSync = false;
    }

    /** Bytes that belonged to no frame, since the beginning. */
    public long skippedBytes() {
        return skippedBytes;
    }

    /** Frames that hold several raw_data_blocks, which only a decoder can part, since the beginning. */
    public long refusedFrames() {
        return refusedFrames;
    }

    private void drain(Consumer<AdtsFrame> frames, boolean last) {
        while (end - start >= AdtsHeader.LENGTH) {
            AdtsHeader header = headerAt(start);
            if (header == null) {
                skip();
                continue;
            }
            int next = start + header.frameLength();
            if (next > end) {
                if (!last) {
                    return;
                }
                skip(); // what this header promises never came
            } else if (inSync || confirmed(header, next, last)) {
                inSync = true;
                emit(header, frames);
            } else if (!last && end - next < AdtsHeader.LENGTH) {
                return;
            } else {
                skip();
            }
        }
    }

    /** Out of sync a header counts only if another one follows its frame, or the stream's end does. */
    private boolean confirmed(AdtsHeader header, int next, boolean last) {
        return end - next >= AdtsHeader.LENGTH ? follows(header, next) : last && next == end;
    }

    private boolean follows(AdtsHeader header, int next) {
        AdtsHeader follower = headerAt(next);
        return follower != null && follower.isLike(header);
    }

    private AdtsHeader headerAt(int at) {
        if (!AdtsHeader.isSync(buffer[at], buffer[at + 1])) {
            return null;
        }
        try {
            return AdtsHeader.read(buffer, at, end - at);
        } catch (MediaFormatException noHeader) {
            return null;
        }
    }

    private void skip() {
        inSync = false;
        start++;
        skippedBytes++;
    }

    private void emit(AdtsHeader header, Consumer<AdtsFrame> frames) {
        int from = start;
        start += header.frameLength();
        if (header.rawDataBlocks() > 1) {
            refusedFrames++;
            return;
        }
        byte[] raw = Arrays.copyOfRange(buffer, from + header.length(), start);
        frames.accept(new AdtsFrame(header, Payload.wrap(raw)));
    }
}
