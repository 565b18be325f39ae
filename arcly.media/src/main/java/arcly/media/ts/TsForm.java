package arcly.media.ts;

import arcly.api.media.Frame;
import arcly.media.MediaFormatException;
import io.netty.buffer.ByteBuf;

/** How the frames of one track stand in a transport stream. A codec is one class of these and one line in {@link TsForms}. */
interface TsForm {

    /** stream_type in the PMT (ISO/IEC 13818-1, table 2-34). */
    int streamType();

    /** stream_id of the PES packets (table 2-22). */
    int streamId();

    /** Appends what the PMT says about the track beside its language. */
    default void writeDescriptors(ByteBuf out) {
    }

    /**
     * Appends one frame.
     *
     * @param joinable a receiver that has seen nothing before must be able to begin with this frame
     * @throws MediaFormatException if the payload is not in the codec's canonical form
     */
    void write(Frame frame, boolean joinable, ByteBuf out) throws MediaFormatException;
}
