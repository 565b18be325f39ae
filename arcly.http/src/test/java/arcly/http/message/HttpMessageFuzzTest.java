package arcly.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.HttpException;
import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** Bytes that are nearly requests, in one piece and in two: the same requests, or the same refusal. */
class HttpMessageFuzzTest {
    private static final HttpLimits LIMITS = new HttpLimits(256, 1024);

    @FuzzTest(maxDuration = "10s")
    void headsAndBodies(byte[] bytes) {
        read(bytes);
    }

    static void read(byte[] bytes) {
        String whole = conversation(bytes, bytes.length);
        assertThat(conversation(bytes, bytes.length / 2)).isEqualTo(whole);
    }

    private static String conversation(byte[] bytes, int cut) {
        StringBuilder seen = new StringBuilder();
        HeadReader heads = new HeadReader(LIMITS);
        BodyDecoder body = null;
        ByteBuf in = Unpooled.buffer();
        int[] sizes = {cut, bytes.length - cut};
        int from = 0;
        try {
            for (int size : sizes) {
                in.writeBytes(bytes, from, size);
                from += size;
                boolean more = true;
                while (more) {
                    if (body == null) {
                        RequestHead head = heads.read(in);
                        more = head != null;
                        if (more) {
                            seen.append(head.method()).append(head.rawTarget());
                            body = BodyDecoder.of(head);
                        }
                    } else {
                        ByteBuf piece = body.next(in, 1 << 20);
                        for (; piece != null; piece = body.next(in, 1 << 20)) {
                            seen.append(piece.toString(java.nio.charset.StandardCharsets.ISO_8859_1));
                        }
                        more = body.isDone();
                        body = more ? null : body;
                    }
                }
            }
        } catch (HttpException refused) {
            assertThat(refused.status()).isBetween(400, 505);
            return seen + " " + refused.status();
        }
        return seen.toString();
    }
}
