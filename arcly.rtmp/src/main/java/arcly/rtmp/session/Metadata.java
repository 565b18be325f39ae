package arcly.rtmp.session;

import arcly.api.media.Payload;
import arcly.api.media.Track;
import arcly.rtmp.amf.AmfDate;
import arcly.rtmp.amf.AmfObject;
import arcly.rtmp.amf.EcmaArray;
import arcly.rtmp.amf.XmlText;
import arcly.rtmp.message.Data;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns AMF values into those the kernel keeps with a stream, and back. */
public final class Metadata {
    static final String NAME = "onMetaData";

    private Metadata() {
    }

    /** A value of JDK types; null for what has no such form. */
    static Object toKernel(Object amf) {
        if (amf instanceof AmfObject object) {
            return toKernel(object.properties());
        }
        if (amf instanceof EcmaArray array) {
            return toKernel(array.entries());
        }
        if (amf instanceof List<?> list) {
            List<Object> values = new ArrayList<>();
            for (Object value : list) {
                Object kept = toKernel(value);
                if (kept != null) {
                    values.add(kept);
                }
            }
            return values;
        }
        if (amf instanceof AmfDate date) {
            return date.millis();
        }
        if (amf instanceof XmlText xml) {
            return xml.text();
        }
        if (amf instanceof byte[] bytes) {
            return Payload.copyOf(bytes);
        }
        return amf instanceof String || amf instanceof Double || amf instanceof Boolean ? amf : null;
    }

    private static Map<String, Object> toKernel(Map<String, Object> amf) {
        Map<String, Object> values = new LinkedHashMap<>();
        amf.forEach((name, value) -> {
            Object kept = toKernel(value);
            if (kept != null) {
                values.put(name, kept);
            }
        });
        return values;
    }

    private static Object toAmf(Object kernel) {
        if (kernel instanceof Payload payload) {
            return payload.toByteArray();
        }
        if (kernel instanceof List<?> list) {
            return list.stream().map(Metadata::toAmf).toList();
        }
        if (kernel instanceof Map<?, ?> map) {
            AmfObject object = new AmfObject();
            map.forEach((name, value) -> object.with(name.toString(), toAmf(value)));
            return object;
        }
        return kernel;
    }

    /**
     * What a player is told about a stream: every kept value whose name is a handler's ({@code on...}). If none of them is
     * onMetaData, one made of the tracks goes first: players learn from it which tracks to wait for.
     *
     * @param allTracks false for a player that gets the first track of each kind only
     */
    public static List<Data> messages(Map<String, Object> kept, List<Track> tracks, boolean allTracks) {
        List<Data> messages = new ArrayList<>();
        if (!kept.containsKey(NAME)) {
            messages.add(Data.of(NAME, TrackMetadata.of(tracks, allTracks)));
        }
        kept.forEach((name, value) -> {
            if (name.startsWith("on")) {
                messages.add(Data.of(name, value instanceof Map<?, ?> map ? array(map, allTracks) : toAmf(value)));
            }
        });
        return messages;
    }

    private static EcmaArray array(Map<?, ?> map, boolean allTracks) {
        EcmaArray array = new EcmaArray();
        map.forEach((name, value) -> {
            if (allTracks || !name.equals(TrackMetadata.AUDIO_TRACKS) && !name.equals(TrackMetadata.VIDEO_TRACKS)) {
                array.with(name.toString(), toAmf(value));
            }
        });
        return array;
    }
}
