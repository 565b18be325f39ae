package arcly.http.message;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import arcly.api.http.HttpException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.net.InetSocketAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HeadReaderTest {
    private static final HttpLimits LIMITS = new HttpLimits(256, 1024);
    private static final String GET = "GET /live/cam?a=b HTTP/1.1\r\nHost: localhost:8080\r\nX-A: 1\r\nx-a: 2\r\n\r\n";

    @Test
    void headsComeOneAfterTheOther() {
        HeadReader reader = new HeadReader(LIMITS);
        ByteBuf in = bytes("\r\n\r\n" + GET + "POST /p HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + GET);
        RequestHead first = reader.read(in);
        assertThat(first.method()).isEqualTo("GET");
        assertThat(first.target().path()).isEqualTo("/live/cam");
        assertThat(first.headers().getAll("X-a")).containsExactly("1", "2");
        assertThat(first.keepAlive()).isTrue();
        RequestHead second = reader.read(in);
        assertThat(second.length()).isEqualTo(3);
        assertThat(in.readSlice(3).toString(ISO_8859_1)).isEqualTo("abc");
        assertThat(reader.read(in).method()).isEqualTo("GET");
        assertThat(reader.read(in)).isNull();
        assertThat(in.isReadable()).isFalse();
    }

    @Test
    void headThatComesByteByByteIsReadOnceAndBytesStayUntilThen() {
        HeadReader reader = new HeadReader(LIMITS);
        ByteBuf in = Unpooled.buffer();
        for (int i = 0; i < GET.length() - 1; i++) {
            in.writeByte(GET.charAt(i));
            assertThat(reader.read(in)).isNull();
            assertThat(in.readableBytes()).isEqualTo(i + 1);
        }
        in.writeByte('\n');
        assertThat(reader.read(in).rawTarget()).isEqualTo("/live/cam?a=b");
    }

    @Test
    void whatIsWrittenIsReadAsTheSame() {
        RequestHead head = read(GET);
        ByteBuf written = Unpooled.buffer();
        head.write(written);
        assertThat(new HeadReader(LIMITS).read(written)).isEqualTo(head);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "400 | GET / HTTP/1.1~~                                                            | no Host",
        "400 | GET / HTTP/1.1~Host: a~Host: b~~                                            | two Hosts",
        "400 | GET http://localhost/ HTTP/1.1~Host: a~~                                    | absolute form",
        "400 | GET /../etc HTTP/1.1~Host: a~~                                              | dots",
        "400 | GET /~Host: a~~                                                             | HTTP/0.9",
        "400 | GET / HTTP/1.1~Host : a~~                                                   | space before colon",
        "400 | GET / HTTP/1.1~Host: a~X: b\u0000c~~                                        | NUL in a value",
        "400 | POST / HTTP/1.1~Host: a~Content-Length: 1~Content-Length: 2~~               | two lengths",
        "400 | POST / HTTP/1.1~Host: a~Content-Length: -1~~                                | negative length",
        "400 | POST / HTTP/1.1~Host: a~Content-Length: +1~~                                | signed length",
        "400 | POST / HTTP/1.1~Host: a~Content-Length: 1~Transfer-Encoding: chunked~~      | two framings",
        "400 | POST / HTTP/1.0~Transfer-Encoding: chunked~~                                | chunks in 1.0",
        "501 | POST / HTTP/1.1~Host: a~Transfer-Encoding: gzip, chunked~~                  | coding",
        "400 | POST / HTTP/1.1~Host: a~Transfer-Encoding: identity~~                       | identity",
        "505 | PRI * HTTP/2.0~~                                                            | HTTP/2 without ALPN",
        "501 | get / HTTP/1.1~Host: a~~                                                    | lower case",
    })
    void isRefused(int status, String text, String what) {
        assertThat(catchThrowableOfType(HttpException.class, () -> read(text.replace("~", "\r\n"))).status()).as(what)
                .isEqualTo(status);
    }

    @Test
    void linesThatEndInLfAloneAreRefused() {
        assertThat(catchThrowableOfType(HttpException.class, () -> read("GET / HTTP/1.1\nHost: a\n\n")).status()).isEqualTo(400);
    }

    @Test
    void whatIsTooLongIsRefusedBeforeItIsThere() {
        assertThat(refused("GET /" + "a".repeat(300))).isEqualTo(414);
        assertThat(refused("GET /" + "a".repeat(300) + " HTTP/1.1\r\nHost: a\r\n\r\n")).isEqualTo(414);
        assertThat(refused("GET / HTTP/1.1\r\nX: " + "a".repeat(1300))).isEqualTo(431);
        assertThat(refused("GET / HTTP/1.1\r\nX: " + "a".repeat(1100) + "\r\n\r\n")).isEqualTo(431);
        assertThat(refused("GET / HTTP/1.1\r\nHost: a\r\n" + "a:\r\n".repeat(101) + "\r\n")).isEqualTo(431);
    }

    @ParameterizedTest
    @CsvSource({
        "Host: localhost, false", "Host: LocalHost:8080, false", "Host: 127.0.0.1:8080, false", "Host: [::1]:8080, false",
        "Host: 192.168.1.5, false", "Host: example.org, true", "Host: 127.0.0.1.example.org, true", "Host: 192.168.1.6, true",
        "'Host: localhost~Forwarded: for=1.2.3.4', true", "'Host: localhost~X-Forwarded-For: 1.2.3.4', true",
        "'Host: localhost~Via: 1.1 proxy', true", "'Host: localhost~X-Real-IP: 1.2.3.4', true",
    })
    void tellsWhoSpeaksForSomebodyElse(String headers, boolean forwarded) {
        RequestHead head = read("GET / HTTP/1.1\r\n" + headers.replace("~", "\r\n") + "\r\n\r\n");
        assertThat(head.isForwarded(new InetSocketAddress("192.168.1.5", 8080))).isEqualTo(forwarded);
    }

    @Test
    void anyBytesAreAHeadOrRefused() {
        Random random = new Random(50);
        for (int round = 0; round < 20_000; round++) {
            byte[] text = GET.getBytes(ISO_8859_1);
            for (int flips = 1 + random.nextInt(4); flips > 0; flips--) {
                text[random.nextInt(text.length)] = (byte) (random.nextBoolean() ? random.nextInt(256)
                        : " \r\n:/\t%".charAt(random.nextInt(7)));
            }
            HttpMessageFuzzTest.read(text);
        }
    }

    private static int refused(String text) {
        return catchThrowableOfType(HttpException.class, () -> read(text)).status();
    }

    private static RequestHead read(String text) {
        return new HeadReader(LIMITS).read(bytes(text));
    }

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, ISO_8859_1);
    }
}
