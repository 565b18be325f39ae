package arcly.rtmp.relay;

import arcly.api.stream.StreamKey;

/**
 * An address as it is configured, in which {@code {app}} and {@code {name}} stand for the stream's.
 *
 * @param text with all secrets in it
 * @param push a name that is written out, and is not the stream's own, is the key of a service, and never shown
 */
record Target(String text, int appSegments, boolean push) {
    private static final StreamKey ANY = StreamKey.of("app", "name");

    /** @throws IllegalArgumentException if it is no address; the message holds nothing of it */
    static Target of(String text, int appSegments, boolean push) {
        Target target = new Target(text, appSegments, push);
        target.at(ANY);
        return target;
    }

    RelayUrl at(StreamKey stream) {
        String filled = text.replace("{app}", stream.application()).replace("{name}", stream.name());
        RelayUrl url = RelayUrl.parse(filled, appSegments, false);
        boolean own = text.contains("{name}") || (url.app() + '/' + url.name()).endsWith('/' + stream.name());
        return push && !own ? RelayUrl.parse(filled, appSegments, true) : url;
    }

    /** For everybody to see, while no stream is there to fill in. */
    String shown() {
        String marked = at(ANY).shown();
        return text.contains("{app}") ? marked.replaceFirst("/app/", "/{app}/").replaceFirst("/name$", "/{name}")
                : text.contains("{name}") ? marked.replaceFirst("name$", "{name}") : marked;
    }

    /** No secrets. */
    @Override
    public String toString() {
        return shown();
    }
}
