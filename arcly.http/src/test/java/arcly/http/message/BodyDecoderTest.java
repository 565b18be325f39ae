package arcly.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import arcly.api.http.HttpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyDecoderTest {
    private static final String CHUNKED = "5\r\nhello\r\n1;name=\"value\"\r\n \r\n005\r\nworld\r\n0\r\nTrailer: x\r\n\r\n";

    @Test
    void chunksBecomeTheBodyAndWhatFollowsStays() {
        ByteBuf in = bytes(CHUNKED + "GET");
        BodyDecoder decoder = of("Transfer-Encoding: chunked");
        assertThat(read(decoder, in)).isEqualTo("hello world");
        assertThat(decoder.isDone()).isTrue();
        assertThat(in.toString(ISO_8859_1)).isEqualTo("GET");
    }

    @Test
    void soManyBytesAreTheBody() {
        ByteBuf in = bytes("helloGET");
        BodyDecoder decoder = of("Content-Length: 5");
        assertThat(decoder.next(in, 2).toString(ISO_8859_1)).isEqualTo("he");
        assertThat(decoder.left()).isEqualTo(3);
        assertThat(read(decoder, in)).isEqualTo("llo");
        assertThat(decoder.isDone()).isTrue();
        assertThat(in.readableBytes()).isEqualTo(3);
    }

    /** At each byte another decoder goes on from the state of the one before. */
    @Test
    void stateIsHandedOverAfterEachByte() {
        BodyDecoder decoder = of("Transfer-Encoding: chunked");
        ByteBuf in = Unpooled.buffer();
        StringBuilder body = new StringBuilder();
        for (int i = 0; i < CHUNKED.length(); i++) {
            assertThat(decoder.isDone()).isFalse();
            in.writeByte(CHUNKED.charAt(i));
            body.append(read(decoder, in));
            ByteBuf state = Unpooled.buffer();
            decoder.writeState(state);
            decoder = BodyDecoder.readState(state);
        }
        assertThat(body.toString()).isEqualTo("hello world");
        assertThat(decoder.isDone()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "x\r\n", "-1\r\n", "+1\r\n", "5\nhello", "5 5\r\n", "ffffffffffffffff\r\n", "1\r\nab\r\n",
            "1\r\na\n", "0\r\nA: b\n\r\n"})
    void isRefused(String chunks) {
        assertThat(catchThrowableOfType(HttpException.class, () -> read(of("Transfer-Encoding: chunked"), bytes(chunks)))
                .status())
                .isEqualTo(400);
    }

    @Test
    void linesBetweenChunksHaveALimit() {
        assertThat(catchThrowableOfType(HttpException.class,
                () -> read(of("Transfer-Encoding: chunked"), bytes("1;" + "x".repeat(300)))).status()).isEqualTo(400);
        assertThat(catchThrowableOfType(HttpException.class,
                () -> read(of("Transfer-Encoding: chunked"), bytes("0\r\n" + "A: b\r\n".repeat(2000)))).status()).isEqualTo(431);
    }

    private static BodyDecoder of(String header) {
        return BodyDecoder.of(new HeadReader(new HttpLimits(256, 1024)).read(bytes("POST / HTTP/1.1\r\nHost: a\r\n" + header
                + "\r\n\r\n")));
    }

    private static String read(BodyDecoder decoder, ByteBuf in) {
        StringBuilder body = new StringBuilder();
        for (ByteBuf piece = decoder.next(in, 1000); piece != null; piece = decoder.next(in, 1000)) {
            body.append(piece.toString(ISO_8859_1));
        }
        return body.toString();
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }
}
