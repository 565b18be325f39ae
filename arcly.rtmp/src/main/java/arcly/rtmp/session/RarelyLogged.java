package arcly.rtmp.session;

import org.slf4j.Logger;

/** Trouble that may come with every frame: counted always, said the first, the tenth, the hundredth time and so on. */
final class RarelyLogged {
    private long count;
    private long next = 1;

    void happened(Logger log, String who, String what) {
        if (++count == next) {
            next *= 10;
            log.warn("{}: {} (seen {} times so far)", who, what, count);
        }
    }

    long count() {
        return count;
    }
}
