package arcly.core.stream;

import arcly.api.stream.CloseReason;
import arcly.api.stream.PublicationListener;
import arcly.api.stream.PublicationSignal;
import arcly.core.answer.Slot;
import java.util.concurrent.Executor;

/**
 * What the kernel wants of one publisher, kept as state until it was told: the end, the newest bit-rate limit, one key frame
 * request per track. Any thread.
 */
final class Signals {
    private final Slot<PublicationListener> slot = new Slot<>();
    private long keyframes; // bit n: of track n
    private long bitrate; // 0: nothing to tell
    private CloseReason end;
    private boolean endTold;
    private boolean telling;

    void keyframeWanted(int track) {
        synchronized (this) {
            keyframes |= 1L << track;
        }
        slot.call(this::tell);
    }

    void limited(long bitsPerSecond) {
        synchronized (this) {
            bitrate = bitsPerSecond;
        }
        slot.call(this::tell);
    }

    void ended(CloseReason reason) {
        synchronized (this) {
            end = reason;
        }
        slot.call(this::tell);
    }

    void arm(Executor executor, PublicationListener listener) {
        boolean something;
        synchronized (this) { // in one, so that an end that comes just now is told once
            slot.arm(executor, listener);
            endTold = false; // whoever is armed anew learns of the end, too
            something = hasMore();
        }
        if (something) {
            slot.call(this::tell);
        }
    }

    void disarm() {
        slot.disarm();
    }

    /** Tells one signal: between two the listener may be disarmed, and the rest is for the next one. */
    private void tell(PublicationListener listener) {
        PublicationSignal signal;
        synchronized (this) {
            if (telling || !hasMore() || !slot.isArmed(listener)) {
                return; // a call that runs on another thread goes on with it, or one to whoever took this listener's place
            }
            telling = true;
            signal = next();
        }
        try {
            listener.signalled(signal);
        } finally {
            boolean more;
            synchronized (this) {
                telling = false;
                more = hasMore();
                if (end != null && !more) {
                    slot.disarm(listener); // nothing comes after the end, and an ended stream may be held for long
                }
            }
            if (more) {
                slot.call(this::tell);
            }
        }
    }

    private boolean hasMore() {
        return end != null ? !endTold : bitrate != 0 || keyframes != 0;
    }

    private PublicationSignal next() {
        if (end != null) {
            endTold = true;
            return PublicationSignal.ended(end);
        }
        if (bitrate != 0) {
            PublicationSignal signal = PublicationSignal.limited(bitrate);
            bitrate = 0;
            return signal;
        }
        int track = Long.numberOfTrailingZeros(keyframes);
        keyframes &= keyframes - 1;
        return PublicationSignal.keyframeWanted(track);
    }
}
