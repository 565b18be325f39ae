package arcly.rtmp.relay;

import arcly.api.config.ConfigurationValues;
import arcly.api.stream.StreamKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All that is set of one push or one pull, read from its configuration's properties. A value that is wrong is refused, and what
 * was in force stays; an address is never repeated in full. Immutable.
 *
 * @param streams which
 * @param targets where to, or the one place where from
 * @param onDemand of a pull
 * @param mostStreams of a pull on demand
 */
record RelaySettings(List<StreamPattern> streams, List<Target> targets, boolean onDemand, int mostStreams, RelayTerms terms) {
    static final int APP_SEGMENTS = 1;
    static final int MOST_STREAMS = 100;
    static final int RETRY_MIN_MILLIS = 1_000;
    static final int RETRY_MAX_MILLIS = 30_000;
    static final RelaySettings NONE = new RelaySettings(List.of(), List.of(), false, MOST_STREAMS,
            new RelayTerms(ClientSettings.DEFAULT,
                    new Backoff(Duration.ofMillis(RETRY_MIN_MILLIS), Duration.ofMillis(RETRY_MAX_MILLIS)), "", false,
                    Duration.ZERO));

    private static final Logger LOG = LoggerFactory.getLogger(RelaySettings.class);

    private enum Mode { ALWAYS, ONDEMAND }

    RelaySettings changedPush(String pid, Map<String, Object> properties) {
        ConfigurationValues in = ConfigurationValues.of(pid, properties);
        RelayTerms changedTerms = terms(in, in.flag("audience", false, terms.audience()),
                in.millis("lag.budget", 0, 3_600_000, 0, terms.lagBudget()));
        RelaySettings changed = new RelaySettings(patterns(in, "streams", properties, true),
                targets(in, "targets", properties, true), false, MOST_STREAMS, changedTerms);
        in.problems().forEach(LOG::error);
        return changed;
    }

    RelaySettings changedPull(String pid, Map<String, Object> properties) {
        ConfigurationValues in = ConfigurationValues.of(pid, properties);
        Mode mode = in.choice("mode", Mode.class, Mode.ALWAYS, onDemand ? Mode.ONDEMAND : Mode.ALWAYS);
        RelaySettings changed = new RelaySettings(patterns(in, "stream", properties, mode == Mode.ONDEMAND),
                targets(in, "source", properties, false), mode == Mode.ONDEMAND,
                in.number("streams.max", 1, 10_000, MOST_STREAMS, mostStreams), terms(in, false, Duration.ZERO));
        in.problems().forEach(LOG::error);
        return changed;
    }

    private RelayTerms terms(ConfigurationValues in, boolean audience, Duration lagBudget) {
        ClientSettings c = terms.client();
        ClientSettings client = new ClientSettings(
                in.number("chunk.size", 128, 0xFF_FFFF, ClientSettings.CHUNK_SIZE, c.chunkSize()),
                in.millis("connect.timeout", 100, 600_000, ClientSettings.CONNECT_TIMEOUT_MILLIS, c.connectTimeout()),
                in.millis("answer.timeout", 100, 600_000, ClientSettings.ANSWER_TIMEOUT_MILLIS, c.answerTimeout()),
                in.millis("silence.timeout", 1_000, 3_600_000, ClientSettings.SILENCE_MILLIS, c.silence()));
        Duration least = in.millis("retry.min", 100, 600_000, RETRY_MIN_MILLIS, terms.backoff().least());
        Duration most = in.millis("retry.max", 100, 3_600_000, RETRY_MAX_MILLIS, terms.backoff().most());
        String trusted = in.text("tls.trusted", ".*", "a file", "", terms.trusted());
        return new RelayTerms(client, new Backoff(least, most.compareTo(least) < 0 ? least : most), trusted, audience, lagBudget);
    }

    private List<StreamPattern> patterns(ConfigurationValues in, String key, Map<String, Object> properties, boolean open) {
        List<StreamPattern> read = new ArrayList<>();
        for (String word : in.words(key, List.of(), streams.stream().map(StreamPattern::toString).toList())) {
            if (StreamPattern.isOne(word) && (open || word.indexOf('*') < 0)) {
                read.add(StreamPattern.of(word));
            } else {
                String allowed = open ? StreamPattern.ALLOWED : "APP/NAME of A-Z a-z 0-9 . _ -, and patterns on demand only";
                in.refuse(key, properties.get(key), allowed, streams.isEmpty() ? null : streams);
                return streams;
            }
        }
        if (read.isEmpty() && !properties.containsKey(key)) {
            in.refuse(key, "", open ? StreamPattern.ALLOWED : "APP/NAME", null);
        }
        return List.copyOf(read);
    }

    /** What is refused is not shown: it may hold a password at any place. */
    private List<Target> targets(ConfigurationValues in, String key, Map<String, Object> properties, boolean push) {
        int segments = in.number("app.segments", 1, 8, APP_SEGMENTS, APP_SEGMENTS);
        List<String> words = in.words(key, List.of());
        List<Target> read = new ArrayList<>();
        String wrong = words.isEmpty() ? "none is set" : !push && words.size() > 1 ? "more than one" : null;
        for (String word : words) {
            try {
                read.add(Target.of(word, segments, push));
            } catch (IllegalArgumentException no) {
                wrong = "number " + (words.indexOf(word) + 1) + ": " + no.getMessage();
            }
        }
        if (wrong == null) {
            return List.copyOf(read);
        }
        in.refuse(key, "(" + wrong + ")", RelayUrl.ALLOWED, targets.isEmpty() ? null : targets);
        return targets;
    }

    boolean matches(StreamKey key) {
        return streams.stream().anyMatch(pattern -> pattern.matches(key));
    }
}
