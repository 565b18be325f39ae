package arcly.http.connection;

import arcly.api.http.HttpException;
import arcly.http.message.HeadReader;
import arcly.http.message.HttpLimits;
import arcly.http.message.RequestHead;
import io.netty.buffer.ByteBuf;

/**
 * What comes in on a connection: heads, bodies for those who read them, and over what nobody reads. It goes no further than to the
 * request that is being answered: what is pipelined behind it stays undecoded. On the loop.
 */
final class Reading {
    private final HttpConnection owner;
    private final Answering answering;
    private final HeadReader heads;
    private boolean busy;
    private boolean headBegun;

    Reading(HttpConnection owner, Answering answering, HttpLimits limits) {
        this.owner = owner;
        this.answering = answering;
        this.heads = new HeadReader(limits);
    }

    /** The time for a head has begun. */
    boolean isHeadBegun() {
        return headBegun;
    }

    void headBegun(boolean begun) {
        headBegun = begun;
    }

    /** Input is being taken, and what is written meanwhile is flushed behind it; or nothing is taken any more. */
    boolean isBusy() {
        return busy;
    }

    /** Nothing new begins any more. */
    void stop() {
        busy = true;
    }

    /** Takes what can be taken now: the pipeline's decoder comes again when more is there. */
    void received(ByteBuf in) {
        if (busy) {
            return;
        }
        busy = true;
        try {
            boolean more = true;
            while (more && !owner.isOver()) {
                more = step(in);
            }
            if (owner.isOver() || owner.phase() == Phase.CLOSING) {
                in.skipBytes(in.readableBytes());
            }
        } finally {
            busy = false;
        }
    }

    private boolean step(ByteBuf in) {
        return switch (owner.phase()) {
            case HEAD -> owner.isWritable() && nextHead(in);
            case ASKED -> {
                while (owner.phase() == Phase.ASKED && answering.wantsBody() && takeBody(in)) {
                    answering.give();
                }
                yield owner.phase() != Phase.ASKED && in.isReadable();
            }
            case SKIPPING -> skip(in);
            case REPLYING, CLOSING -> false;
        };
    }

    private boolean nextHead(ByteBuf in) {
        RequestHead next;
        try {
            next = heads.read(in);
        } catch (HttpException wrong) {
            answering.refuse(wrong, false);
            return false;
        }
        if (next == null) {
            if (in.isReadable() && !headBegun) {
                headBegun = true;
                owner.headTimeBegins();
            }
            return false;
        }
        headBegun = false;
        owner.ask(Request.of(next));
        return owner.phase() != Phase.ASKED || answering.wantsBody();
    }

    private boolean takeBody(ByteBuf in) {
        try {
            return owner.request().takeFrom(in);
        } catch (HttpException wrong) {
            answering.refuse(wrong, true);
            return false;
        }
    }

    private boolean skip(ByteBuf in) {
        try {
            owner.request().skip(in);
        } catch (HttpException notWorthIt) {
            owner.closing();
            return false;
        }
        if (!owner.request().body().isComplete()) {
            return false;
        }
        owner.nextRequest();
        return true;
    }

    /** Whether more input would be taken at once. */
    boolean takesInput() {
        return switch (owner.phase()) {
            case HEAD -> owner.isWritable();
            case ASKED -> answering.wantsBody();
            case SKIPPING, CLOSING -> true;
            case REPLYING -> false;
        };
    }
}
