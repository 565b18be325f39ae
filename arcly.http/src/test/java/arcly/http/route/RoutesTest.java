package arcly.http.route;

import static org.assertj.core.api.Assertions.assertThat;

import arcly.api.http.HttpRoute;
import arcly.http.message.RequestTarget;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoutesTest {
    private static final HttpRoute ONE = exchange -> { };
    private static final HttpRoute TWO = exchange -> { };
    private static final Set<String> GET = Set.of("GET");

    private long now;
    private final Routes routes = new Routes(() -> now, () -> Duration.ofSeconds(10));

    @BeforeEach
    void settle() {
        now = Duration.ofSeconds(1).toNanos();
    }

    @Test
    void youngGenerationDoesNotSayThatThereIsNothing() {
        now = Duration.ofMillis(400).toNanos();
        assertThat(find("/a", "GET").kind()).isEqualTo(Found.Kind.UNSETTLED);
        assertThat(find("/a", "GET").expectedFor()).isEqualTo(Duration.ofMillis(600).toNanos());
        routes.left(new Departure(RoutePattern.parse("/a"), GET, Duration.ofSeconds(5).toNanos()));
        assertThat(find("/a", "GET").kind()).isEqualTo(Found.Kind.LEFT);
    }

    @Test
    void moreLiteralCharactersWinThenTheRankingThenTheNewer() {
        add(ONE, "/{a}/{b}", 100, 1);
        add(TWO, "/live/{b}", 0, 2);
        assertThat(find("/live/x", "GET").entry().route()).isSameAs(TWO);
        assertThat(find("/other/x", "GET").entry().route()).isSameAs(ONE);
        add(ONE, "/live/{c}", 5, 3);
        assertThat(find("/live/x", "GET").entry().route()).isSameAs(ONE);
        add(TWO, "/live/{d}", 5, 4);
        assertThat(find("/live/x", "GET").entry().route()).isSameAs(TWO);
    }

    @Test
    void getIncludesHeadAndOtherMethodsAreTold() {
        add(ONE, "/a", 0, 1);
        routes.add(TWO, List.of(RoutePattern.parse("/a")), Set.of("POST", "PATCH"), 0, 2);
        assertThat(find("/a", "HEAD").entry().route()).isSameAs(ONE);
        assertThat(find("/a", "POST").entry().route()).isSameAs(TWO);
        assertThat(find("/a", "DELETE").allow()).isEqualTo("GET, HEAD, PATCH, POST");
        assertThat(find("/b", "GET").kind()).isEqualTo(Found.Kind.NOTHING);
    }

    @Test
    void routeThatLeftIsExpectedForAWhile() {
        add(ONE, "/a/{b}", 0, 1);
        add(TWO, "/{rest+}", 0, 2);
        routes.remove(1);
        now = Duration.ofSeconds(5).toNanos();
        assertThat(find("/a/b", "GET").kind()).isEqualTo(Found.Kind.LEFT);
        assertThat(find("/a/b", "GET").expectedFor()).isEqualTo(Duration.ofSeconds(6).toNanos());
        assertThat(find("/c", "GET").entry().route()).isSameAs(TWO);
        assertThat(routes.departures()).hasSize(1);
        now = Duration.ofSeconds(11).toNanos();
        assertThat(find("/a/b", "GET").entry().route()).as("nobody came").isSameAs(TWO);
        assertThat(routes.departures()).isEmpty();
    }

    @Test
    void successorIsToldToThoseWhoWait() {
        List<String> heard = new ArrayList<>();
        Asked asked = new Asked() {
            @Override
            public void routeLeft() {
                heard.add("left");
            }

            @Override
            public void routeCame() {
                heard.add("came");
            }
        };
        add(ONE, "/a", 0, 1);
        find("/a", "GET").entry().asked(asked);
        routes.remove(1);
        assertThat(heard).containsExactly("left");
        routes.await(asked);
        add(TWO, "/a", 0, 2);
        assertThat(heard).containsExactly("left", "came");
        assertThat(find("/a", "GET").entry().route()).isSameAs(TWO);
        add(ONE, "/b", 0, 3);
        assertThat(heard).as("told once").hasSize(2);
    }

    @Test
    void successorThatIsThereAlreadyIsNotWaitedFor() {
        add(ONE, "/a", 0, 1);
        add(TWO, "/a", 0, 2);
        routes.remove(1);
        assertThat(find("/a", "GET").entry().route()).isSameAs(TWO);
        assertThat(routes.departures()).isEmpty();
    }

    @Test
    void slashAtTheEndMayBeForgotten() {
        add(ONE, "/{app}/{name+}/", 0, 1);
        assertThat(find("/live/cam", "GET").kind()).isEqualTo(Found.Kind.WITH_SLASH);
        assertThat(find("/live/cam/", "GET").kind()).isEqualTo(Found.Kind.ROUTE);
        assertThat(find("/live", "GET").kind()).isEqualTo(Found.Kind.NOTHING);
    }

    private void add(HttpRoute route, String pattern, int ranking, long id) {
        routes.add(route, List.of(RoutePattern.parse(pattern)), GET, ranking, id);
    }

    private Found find(String path, String method) {
        return routes.find(RequestTarget.parse(path), method);
    }
}
