package arcly.transport.tcp;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Reads the transport's settings from a configuration. A value that cannot be is named, and the one before stays in force. */
final class SettingsReader {
    private static final int MEGABYTES_64 = 64 << 20; // more than any kernel grants; a typing error above it

    private final Map<String, Object> properties;
    private final List<String> complaints = new ArrayList<>();

    SettingsReader(Map<String, Object> properties) {
        this.properties = properties;
    }

    TransportSettings read(TransportSettings before) {
        int low = number("watermark.low", 1 << 10, MEGABYTES_64, before.lowWatermark(), TransportSettings.DEFAULT.lowWatermark());
        int high = number("watermark.high", 1 << 10, MEGABYTES_64, before.highWatermark(),
                TransportSettings.DEFAULT.highWatermark());
        if (low > high) {
            complaints.add("watermark.low is " + low + ", above watermark.high, " + high + "; " + before.lowWatermark() + " and "
                    + before.highWatermark() + " stay in force");
            low = before.lowWatermark();
            high = before.highWatermark();
        }
        TransportSettings standard = TransportSettings.DEFAULT;
        return new TransportSettings(
                number("loops", 0, 1024, before.loops(), standard.loops()),
                flag("epoll", before.epoll(), standard.epoll()),
                number("backlog", 1, 65_535, before.backlog(), standard.backlog()),
                number("receive.buffer", 0, MEGABYTES_64, before.receiveBuffer(), standard.receiveBuffer()),
                number("send.buffer", 0, MEGABYTES_64, before.sendBuffer(), standard.sendBuffer()),
                number("unsent", 0, MEGABYTES_64, before.unsent(), standard.unsent()),
                low, high,
                flag("keepalive", before.keepAlive(), standard.keepAlive()),
                Duration.ofSeconds(number("handover.timeout", 1, 600, (int) before.handoverTimeout().toSeconds(),
                        (int) standard.handoverTimeout().toSeconds())),
                flag("handover.foreign", before.handoverForeign(), standard.handoverForeign()));
    }

    List<String> complaints() {
        return complaints;
    }

    private int number(String key, int least, int most, int before, int standard) {
        Object value = properties.get(key);
        if (value == null) {
            return standard;
        }
        try {
            int number = Integer.parseInt(value.toString().trim());
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException notANumber) {
            // named below
        }
        complaints.add(key + " is '" + value + "'; whole numbers from " + least + " to " + most + " are allowed; " + before
                + " stays in force");
        return before;
    }

    private boolean flag(String key, boolean before, boolean standard) {
        Object value = properties.get(key);
        if (value == null) {
            return standard;
        }
        String text = value.toString().trim();
        if (text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false")) {
            return text.equalsIgnoreCase("true");
        }
        complaints.add(key + " is '" + value + "'; true and false are allowed; " + before + " stays in force");
        return before;
    }
}
