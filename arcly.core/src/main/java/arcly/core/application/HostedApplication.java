package arcly.core.application;

import arcly.api.stream.Application;
import arcly.api.stream.Takeover;
import java.time.Duration;
import java.util.Set;

/** One application: its settings, which change, and how many streams it has. */
public final class HostedApplication implements Application {
    private final String name;
    private volatile ApplicationSettings settings;
    private volatile boolean configured = true;
    private int streams;

    HostedApplication(ApplicationSettings settings) {
        this.name = settings.name();
        this.settings = settings;
    }

    void change(ApplicationSettings to) {
        settings = to;
        configured = true;
    }

    /** Its configuration is gone: streams that are live go on, new ones are refused. */
    void forsake() {
        configured = false;
    }

    boolean isConfigured() {
        return configured;
    }

    /** Those in force now; ask again each time. */
    public ApplicationSettings settings() {
        return settings;
    }

    /** @return false if it has as many as it may */
    public synchronized boolean streamBegins() {
        if (streams >= settings.streamsMost()) {
            return false;
        }
        streams++;
        return true;
    }

    public synchronized void streamEnded() {
        streams--;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Takeover takeover() {
        return settings.takeover();
    }

    @Override
    public Duration grace() {
        return Duration.ofMillis(settings.grace());
    }

    @Override
    public int mostStreams() {
        return settings.streamsMost();
    }

    @Override
    public int mostReadersPerStream() {
        return settings.readersMost();
    }

    @Override
    public Set<String> requiredPolicies() {
        return settings.accessRequired();
    }

    @Override
    public synchronized int streams() {
        return streams;
    }

    @Override
    public String setting(String key) {
        return settings.extra(key);
    }

    @Override
    public String toString() {
        return "application " + name;
    }
}
