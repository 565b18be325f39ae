package arcly.transport.fanout;

import arcly.api.media.Frame;
import arcly.api.media.Track;
import arcly.transport.WireForm;
import io.netty.buffer.ByteBuf;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The form that a group of viewers shares, of the newest generation that armed one. What a bundle's form throws costs that frame,
 * never the other viewers; only its text is kept, since a {@code Throwable} would hold the bundle's classes.
 */
final class SafeForm {
    private static final Logger LOG = LoggerFactory.getLogger(SafeForm.class);

    private final String name;
    private final FanOutFigures figures;
    private WireForm form;
    private boolean told;

    SafeForm(String name, FanOutFigures figures) {
        this.name = name;
        this.figures = figures;
    }

    void use(WireForm newest) {
        if (form != newest) {
            form = newest;
            told = false;
        }
    }

    boolean uses(WireForm one) {
        return form == one;
    }

    void drop() {
        form = null;
    }

    /** Appends the frame to a buffer that cannot grow; false, and nothing appended, if it is too long for it. */
    boolean fits(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        try {
            form.encode(frame, out);
        } catch (IndexOutOfBoundsException e) {
            out.writerIndex(start);
            return false;
        } catch (RuntimeException | LinkageError e) {
            out.writerIndex(start);
            failed("frame", e);
        }
        return true;
    }

    /** Appends the frame to a buffer that can grow; nothing if the form fails. */
    void append(Frame frame, ByteBuf out) {
        int start = out.writerIndex();
        try {
            form.encode(frame, out);
        } catch (RuntimeException | LinkageError e) {
            out.writerIndex(start);
            failed("frame", e);
        }
    }

    /** Appends what stands before a track's first frame to a buffer that can grow; nothing if the form fails. */
    void announce(Track track, Frame first, ByteBuf out) {
        int start = out.writerIndex();
        try {
            form.announce(track, first, out);
        } catch (RuntimeException | LinkageError e) {
            out.writerIndex(start);
            failed("announcement", e);
        }
    }

    private void failed(String what, Throwable e) {
        FanOutFigures.add(figures.formFailures, 1);
        if (!told) {
            told = true;
            LOG.warn("wire form {} left out a {}: {} (told once; fanout.form.failed counts)", name, what, text(e));
        }
    }

    static String text(Throwable e) {
        StackTraceElement[] trace = e.getStackTrace();
        return trace.length == 0 ? e.toString() : e + " at " + trace[0];
    }
}
