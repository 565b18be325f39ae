package arcly.http.connection;

import arcly.api.http.HttpException;
import arcly.http.message.BodyDecoder;
import arcly.http.message.HeadReader;
import arcly.http.message.HttpLimits;
import arcly.http.message.RequestHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The request that a connection is at, and how much of it has come. On the loop. */
final class Request {
    /** What is left of a body that nobody wanted is read over up to here; beyond, a new connection costs less. */
    private static final int MOST_SKIPPED_BYTES = 256 << 10;
    /** What one generation let in, the next does not throw out. */
    private static final HttpLimits ANY_SIZE = new HttpLimits(Integer.MAX_VALUE / 4, Integer.MAX_VALUE / 4);

    private final RequestHead head;
    private final ReceivedBody body;
    private boolean continueSent;
    private int skipped;

    private Request(RequestHead head, ReceivedBody body) {
        this.head = head;
        this.body = body;
    }

    static Request of(RequestHead head) {
        return new Request(head, new ReceivedBody(BodyDecoder.of(head)));
    }

    static Request readState(ByteBuf in) {
        RequestHead head = new HeadReader(ANY_SIZE).read(in.readSlice(in.readInt()));
        if (head == null) {
            throw new IllegalStateException("a request's head is not whole");
        }
        boolean sent = in.readBoolean();
        int over = in.readInt();
        Request request = new Request(head, ReceivedBody.readState(in));
        request.continueSent = sent;
        request.skipped = over;
        return request;
    }

    void writeState(ByteBuf out) {
        ByteBuf text = Unpooled.buffer();
        head.write(text);
        out.writeInt(text.readableBytes()).writeBytes(text);
        out.writeBoolean(continueSent).writeInt(skipped);
        body.writeState(out);
    }

    RequestHead head() {
        return head;
    }

    ReceivedBody body() {
        return body;
    }

    /**
     * Takes some of the body; false if more input is needed.
     *
     * @throws HttpException 400 if it is none
     */
    boolean takeFrom(ByteBuf in) {
        return body.takeFrom(in) || body.isComplete();
    }

    /** The client has to be told once that its body is wanted. */
    boolean isContinueDue() {
        boolean due = waitsForContinue();
        continueSent |= due;
        return due;
    }

    private boolean waitsForContinue() {
        return head.expectsContinue() && !continueSent && body.size() == 0;
    }

    /** Whether the rest of the body may be read over: the client sends it, and it is not much. */
    boolean isRestSkippable() {
        return body.isComplete() || !waitsForContinue() && body.decoder().left() <= MOST_SKIPPED_BYTES;
    }

    /**
     * Reads over what comes of the body.
     *
     * @throws HttpException if it is none, or longer than is worth it
     */
    void skip(ByteBuf in) {
        ByteBuf piece = body.decoder().next(in, MOST_SKIPPED_BYTES);
        while (piece != null) {
            skipped += piece.readableBytes();
            if (skipped > MOST_SKIPPED_BYTES) {
                throw new HttpException(413, "more than " + MOST_SKIPPED_BYTES + " bytes of a body that nobody reads");
            }
            piece = body.decoder().next(in, MOST_SKIPPED_BYTES);
        }
    }
}
