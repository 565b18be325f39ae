package arcly.media.rtp.payload;

import arcly.api.media.Payload;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Parameter sets in a session description: NAL units in Base64, commas between them (RFC 6184, 8.1; RFC 7798, 7.1).
 *
 * <p>What cannot be read is left out. Cameras exist that leave a comma at the end, leave out the padding, or put a start code
 * before the NAL unit.
 */
final class Sprop {
    private static final int MOST_BYTES = 16 * 1024; // of a parameter set; as H264's own limit for all together, 64 KiB, allows
    private static final int SMALLEST = 4;

    private Sprop() {
    }

    static List<Payload> read(String text, int most) {
        List<Payload> sets = new ArrayList<>();
        for (String each : text.split(",")) {
            byte[] set = decode(each.strip());
            int start = NalJoiner.startCode(set, 0, set.length);
            if (set.length - start >= SMALLEST && set.length <= MOST_BYTES && sets.size() < most) {
                sets.add(Payload.wrap(set, start, set.length - start));
            }
        }
        return sets;
    }

    private static byte[] decode(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException notBase64) {
            return new byte[0];
        }
    }

    static String write(List<Payload> sets) {
        return sets.stream().map(set -> Base64.getEncoder().encodeToString(set.toByteArray())).collect(Collectors.joining(","));
    }
}
