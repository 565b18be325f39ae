package arcly.http.connection;

import arcly.http.route.Departure;
import arcly.http.route.RoutePattern;
import arcly.http.route.Routes;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Which routes had just left when this generation did: the next one must not answer 404 for them. In each connection's baton. */
final class Departures {
    private Departures() {
    }

    static void write(ByteBuf out, List<Departure> departures) {
        out.writeInt(departures.size());
        for (Departure departure : departures) {
            text(out, departure.pattern().toString());
            text(out, String.join(",", new TreeSet<>(departure.methods())));
            out.writeLong(departure.left());
        }
    }

    /** @throws IllegalArgumentException if a pattern is none */
    static void read(ByteBuf in, Routes routes) {
        for (int count = in.readInt(); count > 0; count--) {
            RoutePattern pattern = RoutePattern.parse(text(in));
            Set<String> methods = Set.copyOf(Arrays.asList(text(in).split(",")));
            routes.left(new Departure(pattern, methods, in.readLong()));
        }
    }

    private static void text(ByteBuf out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.writeInt(bytes.length).writeBytes(bytes);
    }

    private static String text(ByteBuf in) {
        return in.readCharSequence(in.readInt(), StandardCharsets.UTF_8).toString();
    }
}
