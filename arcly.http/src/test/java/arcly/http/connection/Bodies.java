package arcly.http.connection;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** Bodies for tests. */
final class Bodies {
    private Bodies() {
    }

    /** All of a request's body, as text. */
    static CompletableFuture<String> collect(Flow.Publisher<ByteBuffer> body) {
        CompletableFuture<String> whole = new CompletableFuture<>();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        body.subscribe(new Flow.Subscriber<>() {
            private Flow.Subscription subscription;

            @Override
            public void onSubscribe(Flow.Subscription given) {
                subscription = given;
                given.request(1);
            }

            @Override
            public void onNext(ByteBuffer piece) {
                byte[] copy = new byte[piece.remaining()];
                piece.get(copy);
                bytes.writeBytes(copy);
                subscription.request(1);
            }

            @Override
            public void onError(Throwable thrown) {
                whole.completeExceptionally(thrown);
            }

            @Override
            public void onComplete() {
                whole.complete(bytes.toString(StandardCharsets.ISO_8859_1));
            }
        });
        return whole;
    }

    /** Gives these as they are asked for, on the asking thread. */
    static Flow.Publisher<ByteBuffer> of(String... pieces) {
        return subscriber -> subscriber.onSubscribe(new Flow.Subscription() {
            private final Deque<String> left = new ArrayDeque<>(List.of(pieces));
            private boolean over;

            @Override
            public void request(long count) {
                for (long i = 0; i < count && !left.isEmpty(); i++) {
                    subscriber.onNext(ByteBuffer.wrap(left.poll().getBytes(StandardCharsets.ISO_8859_1)));
                }
                if (left.isEmpty() && !over) {
                    over = true;
                    subscriber.onComplete();
                }
            }

            @Override
            public void cancel() {
                over = true;
                left.clear();
            }
        });
    }
}
