package arcly.http.page;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.HttpReply;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PagesTest {

    @Test
    void whatAClientWroteIsEscaped() {
        HttpReply page = ErrorPage.of(404, "Nothing is served at /<script>alert('&\")", "text/html,*/*").build();
        assertThat(text(page)).contains("404 Not Found", "/&lt;script&gt;alert(&#39;&amp;&quot;)").doesNotContain("<script");
        assertThat(page.headers()).anySatisfy(header -> assertThat(header.getValue()).startsWith("text/html"));
    }

    @Test
    void toolsGetPlainText() {
        HttpReply page = ErrorPage.of(503, "Not now.", "*/*").build();
        assertThat(text(page)).isEqualTo("503 Service Unavailable\nNot now.\n");
    }

    private static String text(HttpReply reply) {
        return StandardCharsets.UTF_8.decode(reply.body().buffers().get(0).duplicate()).toString();
    }
}
