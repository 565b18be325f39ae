package arcly.transport.tcp;

import arcly.api.config.ConfigurationValues;
import java.util.List;
import java.util.Map;

/** Reads the transport's settings from a configuration. A value that cannot be is named, and the one before stays in force. */
final class SettingsReader {
    private static final int MEGABYTES_64 = 64 << 20; // more than any kernel grants; a typing error above it

    private final ConfigurationValues values;

    SettingsReader(Map<String, Object> properties) {
        values = ConfigurationValues.of(TransportCore.PID, properties);
    }

    TransportSettings read(TransportSettings before) {
        TransportSettings standard = TransportSettings.DEFAULT;
        int low = values.number("watermark.low", 1 << 10, MEGABYTES_64, standard.lowWatermark(), before.lowWatermark());
        int high = values.number("watermark.high", 1 << 10, MEGABYTES_64, standard.highWatermark(), before.highWatermark());
        if (low > high) {
            values.refuse("watermark.low", low, "numbers up to watermark.high, which is " + high,
                    before.lowWatermark() + " below " + before.highWatermark());
            low = before.lowWatermark();
            high = before.highWatermark();
        }
        return new TransportSettings(
                values.number("loops", 0, 1024, standard.loops(), before.loops()),
                values.flag("epoll", standard.epoll(), before.epoll()),
                values.number("backlog", 1, 65_535, standard.backlog(), before.backlog()),
                values.number("receive.buffer", 0, MEGABYTES_64, standard.receiveBuffer(), before.receiveBuffer()),
                values.number("send.buffer", 0, MEGABYTES_64, standard.sendBuffer(), before.sendBuffer()),
                values.number("unsent", 0, MEGABYTES_64, standard.unsent(), before.unsent()),
                low, high,
                values.flag("keepalive", standard.keepAlive(), before.keepAlive()),
                values.seconds("handover.timeout", 1, 600, standard.handoverTimeout().toSeconds(), before.handoverTimeout()),
                values.flag("handover.foreign", standard.handoverForeign(), before.handoverForeign()));
    }

    /** One sentence for each value that was not taken. */
    List<String> problems() {
        return values.problems();
    }
}
